"""The embedded engine: Whoosh analyses and stores, this folder reads its postings and scores them. The only importer of whoosh."""
