"""The disclosure site: the log of publications, articles, pages, search, feed."""
