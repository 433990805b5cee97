"""Where files can lie besides a folder here: on an SFTP or a WebDAV server, in an S3 bucket. Serves publish and batch alike.

The words of this room, each with one meaning:

    address       where something lies, as a user writes it: a folder's path, or sftp://… and the like
    scheme        the beginning of an address; schemes.py is the one registry of what there is for each
    store         what a site's files lie in, whichever kind it is: reads, writes and removes them, and knows one lock
    digest        a file's SHA-256; a store keeps files by it, so that the same file is sent and kept once
    release       one state of the whole site: a number, and the digest of each of its files
    listing       the files of a release with their digests; cut into parts where they are many, so that few are read
    part          a piece of a release's text as a file: manifest.json names it by its digest, and releases have most of them in common
    record        what a publisher wants to know again of something, kept beside the listing
    shared        what may stand at several places of a release, or in releases that do not follow each other: it is not easily cleared away
    target        a site in a store, with its releases: a release is *uploaded*, which readers do not notice, then *shown* to
                  them, then *kept* to go back to. A store with links makes a linked target, one without a copied target
    object        a file as it is kept, by its digest, behind what readers see; archive.py knows all that is kept so, and nobody writes
                  an object again but to *mend* one that is damaged
    hidden folder .ziping/ in the site: objects, releases, the mark, the lock, whatever is half-made (layout.py). Readers see nothing of it
    mark          a file in the hidden folder: by it the program knows its own places, and refuses those that hold anything else's
    lock          one publisher at a time: a file, folder or link in the store, whose text names its *holder*
    shared files  the data and the output of a batch, which many machines read and write at once, by fsspec
    fault         the exception by which a disk, a connection or a driver says that something did not work
    failure       the exception that tells a user so, in a sentence with a hint

publish opens a target (target.py) and knows releases and failures; batch opens shared files (shared_files.py) and knows nothing else.
"""
