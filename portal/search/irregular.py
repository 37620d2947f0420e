"""Forms of common verbs that no ending tells, each under the word that stands for all of them."""

SPANISH = """
    tener tengo tiene tienes tienen tenga tengan tuve tuvo tuvieron
    poder puedo puede puedes pueden pueda puedan pude pudo pudieron podria
    querer quiero quiere quieres quieren quiera quise quiso quisiera
    hacer hago haga hagan haz hice hizo hicieron hecho hecha
    decir digo dice dicen diga digan dije dijo dijeron dicho
    venir vengo viene vienen venga vengan vino
    poner pongo ponga pongan puse puso puesto
    salir salgo salga salgan
    ver veo vea vean vio visto
    dar doy da dan dio
    ir voy va vas van vaya vayan
    ser soy son era eran fue fueron sido sea sean
    estar estoy estan estaba
    haber hay ha han habia haya hubo
    saber sepa sepan supe supo
    oir oigo oye oyen oiga oyo
    caer cae caen caigo caiga cayo caido caida
    empezar empiezo empieza empiezan empiece
    cerrar cierro cierra cierran cierre
    perder pierdo pierde pierden pierda
    encontrar encuentro encuentra encuentran encuentre
    mostrar muestro muestra muestran muestre
    comprobar compruebo comprueba comprueban compruebe
    probar pruebo prueba prueban pruebe
    recordar recuerdo recuerda recuerdan recuerde
    volver vuelvo vuelve vuelven vuelva vuelto
    resolver resuelvo resuelve resuelven resuelva resuelto
    mover muevo mueve mueven mueva
    sonar sueno suena suenan suene
    colgar cuelgo cuelga cuelgan cuelgue
    seguir sigo sigue siguen siga
    pedir pido pide piden pida pidio
    repetir repite repiten repita
    servir sirve sirven sirva
    elegir elijo elige eligen elija
    convertir convierte convierten convierta
    requerir requiere requieren requiera
    transferir transfiero transfiere transfieren transfiera
    entender entiendo entiende entienden entienda
    escribir escrito escrita
    abrir abierto abierta
    romper roto rota
"""
ENGLISH = """
    be am were been
    do does did done dont doesnt didnt
    have has had hasnt havent
    can cannot cant ca
    will wont wo
    get got gotten
    forget forgot forgotten
    lose lost
    send sent
    break broke broken
    choose chose chosen
    see saw seen
    find found
    write wrote written
    overwrite overwrote overwritten
    freeze froze frozen
    pay paid
    keep kept
    hear heard
    make made
    take took taken
    give gave given
    go went gone
    come came
    begin began begun
    speak spoke spoken
    tell told
    say said
    buy bought
    bring brought
    know knew known
    hold held
    ring rang rung
    hang hung
    run ran
    stick stuck
    steal stole stolen
    hide hid hidden
    fall fell fallen
    withdraw withdrew withdrawn
    build built
    mean meant
    meet met
    spend spent
    sell sold
"""
"""Without apostrophes: 'dont' is how many write it, 'ca' what is left of 'can't'."""


def _standing_for(table: str) -> dict[str, str]:
    rows = [line.split() for line in table.strip().splitlines()]
    return {form: first for first, *forms in rows for form in forms}


IRREGULAR = {"es": _standing_for(SPANISH), "en": _standing_for(ENGLISH)}
"""By language and folded form, the word that stands for it."""
