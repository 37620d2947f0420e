"""How a segment of the index is filled: documents and older segments go in, and it is written a term at a time."""

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from struct import Struct
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.filestore import Storage
from whoosh.filedb.structfile import BufferFile
from whoosh.index import FileIndex

from portal.search.whoosh import blocks

LOCK_SECONDS = 10
_FIELD = Struct("!H")


class Filling:
    """What one writer takes in. It stands where Whoosh keeps a pool of single postings: a term with
    all its places in two arrays takes a tenth of the memory, and half the time to sort and write."""

    def __init__(self, index: FileIndex) -> None:
        """Raises whoosh's LockError when another process writes for over 10 s."""
        codec = W3Codec()
        # Lengths are kept in the facts; for its own, Whoosh looks at the disk once per posting.
        codec.length_stats = False
        self.writer = index.writer(timeout=LOCK_SECONDS, codec=codec)
        self.writer.pool = self
        self._terms: dict[str, dict[str, tuple[array[int], array[int]]]] = {}

    def forget(self, field: str, values: Collection[str]) -> None:
        """Delete the documents of older segments that have one of these terms in that field. Before
        any is added: Whoosh does not delete what the same writer adds."""
        for segment in self.writer.segments:
            terms = segment.codec().terms_reader(
                segment.open_compound_file(self.writer.storage), segment
            )
            for value in values:
                if (field, value.encode()) in terms:
                    info = terms.term_info(field, value.encode())
                    for document in blocks.read(terms._postfile, info)[0]:
                        segment.delete_document(document)
            terms.close()

    def add(self, document: Mapping[str, Any]) -> None:
        """Put in a document: values by field, the terms of a text joined by single spaces."""
        writer, number = self.writer, self.writer.docnum
        writer.perdocwriter.start_doc(number)
        for name, value in document.items():
            field = writer.schema[name]
            if field.stored:
                writer.perdocwriter.add_field(name, field, value, 0)
            if field.indexed:
                for term, times in Counter(value.split(" ")).items():
                    self._put(name, term, (number,), (times,))
        self._end_document()

    def take_in(self, segment: Any) -> None:
        """Put in all documents of an older segment that are not deleted, in their order."""
        writer, codec = self.writer, segment.codec()
        files = _in_memory(writer.storage, segment)
        stored = codec.per_document_reader(files, segment)
        numbers: dict[int, int] = {}
        for document in range(segment.doc_count_all()):
            if not segment.is_deleted(document):
                numbers[document] = writer.docnum
                writer.perdocwriter.start_doc(writer.docnum)
                for name, value in stored.stored_fields(document).items():
                    writer.perdocwriter.add_field(name, writer.schema[name], value, 0)
                self._end_document()
        terms = codec.terms_reader(files, segment)
        for (name, term), info in terms.items():
            places = zip(*blocks.read(terms._postfile, info), strict=True)
            kept = [(numbers[at], int(times)) for at, times in places if at in numbers]
            if kept:
                self._put(name, term.decode(), *zip(*kept, strict=True))

    def write(self) -> None:
        """Write all terms, in order: the last thing before Whoosh closes the segment."""
        fields = self.writer.fieldwriter
        for number, name in enumerate(sorted(self._terms)):
            fields._fieldmap[name] = number
            for term, places in sorted(self._terms[name].items()):
                info = blocks.write(fields._postfile, *places)
                fields._tindex.add(_FIELD.pack(number) + term.encode(), info.to_bytes())
        self._terms.clear()

    def _put(self, name: str, term: str, numbers: Iterable[int], counts: Iterable[int]) -> None:
        terms = self._terms.setdefault(name, {})
        places = terms.get(term)
        if places is None:
            places = terms[term] = (array("I"), array("I"))
        places[0].extend(numbers)
        places[1].extend(counts)

    def _end_document(self) -> None:
        self.writer.perdocwriter.finish_doc()
        self.writer.docnum += 1
        self.writer._added = True

    # What Whoosh asks of a pool when it closes the segment.

    def iter_postings(self) -> Iterable[object]:
        """None: all are written by then."""
        return ()

    def cleanup(self) -> None:
        """Nothing was put on the disk."""


def _in_memory(storage: Storage, segment: Any) -> CompoundStorage:
    """A segment's files, read at once: it is small, and looked through from end to end."""
    path = Path(storage.folder) / segment.make_filename(segment.COMPOUND_EXT)
    return CompoundStorage(BufferFile(memoryview(path.read_bytes())), use_mmap=False)
