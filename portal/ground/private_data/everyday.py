"""Words that are names and everyday words at once, and parts of names that say nothing about whose they are. All folded."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PARTICLES = _words("de del la las los el da do dos das van von der y e the of and")

EVERYDAY = _words("""
    blanca blanco calle camino campo campos celeste cielo cortes cruz cuenta dolores esperanza estrella fe flor
    flores fuente fuentes gloria hierro libertad linda luna luz mar mercado mesa nieves pino plata reina rico rio
    rojas rojo rosa salas salud sierra sol torre torres valle verde victoria
    april art august bill black bond bridge brook brown carter chance chase cook cooper dawn day dean drew faith
    field forest frank grace grant gray green guy hall harmony hill hope hunter iris jack jade jean joy june king
    lane law long love major mark mason max may miller moon noble norm olive page parker pat pearl penny porter
    price ray reed rich rob rose ruby sally sky smart sue summer taylor victor wade walker ward west white will
    wood young
""")

GENERIC = _words("""
    academia agencia asociacion asociados automotriz banco cafe camara caja centro central clinica colegio
    comercial compania comunidad consorcio constructora consultora consultores cooperativa corporacion
    deposito digital distribuidora editorial empresa empresas escuela estudio fabrica farmacia farmacias
    ferreteria ferreterias financiera fundacion gestion global gobierno grupo hermanos hijos hospital
    hotel hoteles importadora industria industrias ingenieria inmobiliaria inmobiliarias instituto integral
    internacional inversiones laboratorio laboratorios libreria logistica mercado ministerio municipalidad
    nacional norte notaria oficina panaderia plaza restaurante salud seguros servicio servicios sistemas
    sociedad solucion soluciones supermercado sur taller tecnologia telecomunicaciones tienda tiendas
    transporte transportes turismo universidad ventas viajes
    agency associates bank bakery brothers care center centre city clinic club college company consulting
    dental design east energy engineering enterprise enterprises factory finance foods foundation garden
    group health holding holdings home insurance international labs law legal logistics market media medical
    national network north office online partners pharmacy power press restaurant retail school schools
    security services shop software solutions south store stores studio studios supply support system systems
    team technologies technology trade trading transport travel university west world
    argentina bolivia brasil chile colombia costa rica ecuador espana guatemala mexico paraguay peru spain
    uruguay venezuela
""")

LEGAL_FORMS = _words(
    "sa s a spa ltda limitada srl sas sl slu cv inc llc ltd corp co gmbh ag plc bv eirl"
)

PROVIDERS = _words("""
    gmail.com googlemail.com hotmail.com hotmail.es outlook.com outlook.es live.com msn.com yahoo.com
    yahoo.es yahoo.com.mx yahoo.com.ar icloud.com me.com mac.com aol.com gmx.com gmx.net mail.com proton.me
    protonmail.com zoho.com yandex.com vtr.net terra.com
""")
