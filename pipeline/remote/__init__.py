"""Where things can lie besides a folder here: SFTP, S3, WebDAV; releases and locks there."""
