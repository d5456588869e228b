// SPDX-License-Identifier: Apache-2.0
#ifndef DISK_H
#define DISK_H

#include <sqlite3.h>
#include <stdbool.h>

/// What a power cut would leave of some files.
///
/// Of each file it keeps the bytes as of the last sync, and the writes since; of the folder, which
/// names came and went since it was last synced. A file's name and its bytes are independent, as
/// they are on a disk.
struct disk {
  struct image *images;
};

/// A file was made.
void disk_made(struct disk *disk, const char *path);

/// Bytes are about to be written to an open file.
void disk_writes(
  struct disk *disk, const char *path, sqlite3_file *file, const void *bytes, int count,
  sqlite3_int64 offset);

/// An open file is about to be cut to a size.
void disk_truncates(
  struct disk *disk, const char *path, sqlite3_file *file, sqlite3_int64 size);

/// A file was synced.
void disk_synced(struct disk *disk, const char *path);

/// The folder was synced.
void disk_synced_folder(struct disk *disk);

/// A file is about to be deleted.
void disk_deletes(struct disk *disk, const char *path);

/// Makes the files what a power cut leaves: nothing since the last syncs, or every second write.
void disk_lose(struct disk *disk, bool everySecond, long parity);

/// Frees what is known of the files.
void disk_forget(struct disk *disk);

#endif
