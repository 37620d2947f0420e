"""The same articles in tantivy: any word, stemmed in the articles' language, accents folded, snippets of the stored text."""

from collections.abc import Iterable
from pathlib import Path

import tantivy

from portal.search.analysis import STOP_WORDS
from portal.search.engine import Entry
from portal.search.excerpts import LENGTH

STEMMERS = {"es": "spanish", "en": "english"}
TITLE = 1.5
COUNT = 10


class Tantivy:
    """An index with one document an article: title, and headings and text as one body."""

    def __init__(self, folder: Path, language: str) -> None:
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("article", stored=True)
        for name in ("title", "body"):
            schema.add_text_field(name, stored=True, tokenizer_name="own")
        folder.mkdir(parents=True, exist_ok=True)
        self._schema = schema.build()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._index.register_tokenizer("own", _analyzer(language))
        self._searcher = self._index.searcher()

    @property
    def articles(self) -> int:
        return int(self._searcher.num_docs)

    def build(self, entries: Iterable[Entry]) -> None:
        """Put these articles in, in one commit."""
        writer = self._index.writer(num_threads=1)
        for entry in entries:
            body = "\n".join(f"{each.heading}\n{each.text}" for each in entry.sections)
            writer.add_document(
                tantivy.Document(article=entry.article_id, title=entry.title, body=body)
            )
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def find(self, words: str) -> list[tantivy.DocAddress]:
        """The ten best, and how many there are: our engine counts them too."""
        return [
            address for _score, address in self._searcher.search(self._query(words), COUNT).hits
        ]

    def find_with_snippets(self, words: str) -> list[str]:
        """The ten best with their titles and the sentence of each that a page would show."""
        query = self._query(words)
        snippets = tantivy.SnippetGenerator.create(self._searcher, query, self._schema, "body")
        snippets.set_max_num_chars(LENGTH)
        shown = []
        for _score, address in self._searcher.search(query, COUNT).hits:
            document = self._searcher.doc(address)
            shown.append(f"{document['title'][0]} {snippets.snippet_from_doc(document).to_html()}")
        return shown

    def _query(self, words: str) -> tantivy.Query:
        boosts = {"title": TITLE}
        query, _faults = self._index.parse_query_lenient(words, ["title", "body"], boosts)
        return query


def _analyzer(language: str) -> tantivy.TextAnalyzer:
    filters = (
        tantivy.Filter.lowercase(),
        tantivy.Filter.custom_stopword(sorted(STOP_WORDS[language])),
        tantivy.Filter.stemmer(STEMMERS[language]),
        tantivy.Filter.ascii_fold(),
    )
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for each in filters:
        builder = builder.filter(each)
    return builder.build()
