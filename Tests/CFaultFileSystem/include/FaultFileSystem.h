// SPDX-License-Identifier: Apache-2.0
#ifndef FAULT_FILE_SYSTEM_H
#define FAULT_FILE_SYSTEM_H

#include <stdbool.h>

/// What happens at the n-th of SQLite's calls that change an armed folder.
///
/// The calls that count are writes, syncs, truncations, deletions and the making of files, and the
/// growing of the index that connections share. SQLite in WAL mode renames nothing.
enum fault_kind {
  /// The one call fails: a write after its first half, anything else before it did anything. Later
  /// calls work.
  FAULT_FAIL,
  /// From this write on none succeeds that would make a file longer, until the folder is disarmed.
  FAULT_FULL,
  /// The process ends before the call: what it wrote stays, and whatever it does later fails.
  FAULT_KILL,
  /// As FAULT_KILL, and the machine loses power: everything since each file's last sync is undone,
  /// and so are files made and deleted since their folder's last sync.
  FAULT_POWER_LOSS,
  /// As FAULT_POWER_LOSS, but files made and deleted stay so, every second one of the writes since
  /// each file's last sync has reached the disk, and of the write at hand the first half may have.
  FAULT_TORN_WRITES,
};

/// A folder that faults wait in.
struct fault_folder;

/// Puts the faulty file system under every database that this process opens from now on.
///
/// It does what the system's does, but in armed folders.
///
/// - Returns: whether SQLite took it.
bool fault_install(void);

/// Arms a folder: the fault happens at its `at`-th call, from 1.
///
/// What the folder's files hold at this moment counts as safely on disk. SQLite's shared index
/// (`-shm`) is memory, and is what the connections make of it.
///
/// - Returns: the armed folder, or NULL where there is no such folder.
struct fault_folder *fault_arm(const char *folder, long at, enum fault_kind kind);

/// Whether the fault has happened.
bool fault_has_fired(struct fault_folder *folder);

/// Takes the fault away; the folder must not be used afterwards.
void fault_disarm(struct fault_folder *folder);

/// How many files SQLite has open in a folder: those of a process that died must be none before
/// the next one begins.
int fault_open_files(const char *folder);

#endif
