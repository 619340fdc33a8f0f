//! The folder of a store on disk: who uses it, which schema its table has, and the secret that signs its tokens and cursors.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A store's folder, held by this process alone as long as this value lives.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    /// The operating system frees the lock when the process ends, however it ends.
    _lock: File,
}

/// The files of SQLite's database: itself, its log and the log's index.
const DATABASE: [&str; 3] = ["table.sqlite", "table.sqlite-wal", "table.sqlite-shm"];

impl Folder {
    /// Opens the folder, or makes it.
    ///
    /// # Errors
    /// It can't be written to, or another process uses it.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        fs::create_dir_all(path)?;
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(path.join("lock"))?;
        lock.try_lock().map_err(|_| io::Error::other(format!("another local server uses {}", path.display())))?;
        Ok(Self { path: path.to_owned(), _lock: lock })
    }

    /// Where the database is.
    pub(crate) fn database(&self) -> PathBuf {
        self.path.join(DATABASE[0])
    }

    /// Whether the table in the database is whole and has this schema.
    pub(crate) fn has_schema(&self, hash: &str) -> bool {
        fs::read_to_string(self.path.join("schema")).is_ok_and(|kept| kept == hash) && self.database().exists()
    }

    /// Takes the database away, so that a new one can be made.
    pub(crate) fn clear(&self) -> io::Result<()> {
        for file in DATABASE.into_iter().chain(["schema"]) {
            match fs::remove_file(self.path.join(file)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// Notes that the database is whole and which schema its table has.
    pub(crate) fn keep_schema(&self, hash: &str) -> io::Result<()> {
        fs::write(self.path.join("schema"), hash)
    }

    /// The folder's secret: `fresh`, unless there is one already.
    pub(crate) fn secret(&self, fresh: &str) -> io::Result<String> {
        let path = self.path.join("secret");
        match fs::read_to_string(&path) {
            Ok(secret) if secret.len() == fresh.len() => return Ok(secret),
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut options = OpenOptions::new();
        options.create(true).truncate(true).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(path)?.write_all(fresh.as_bytes())?;
        Ok(fresh.to_owned())
    }
}
