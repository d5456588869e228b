// SPDX-License-Identifier: Apache-2.0

#include "FaultFileSystem.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "Disk.h"

struct fault_folder {
  char *path;
  long at;
  enum fault_kind kind;
  /// Guards what follows, and is held through a call, so that the disk's order is the calls'.
  pthread_mutex_t lock;
  long calls;
  bool hasFired;
  bool isDead;
  struct disk disk;
  /// One for each call under way and one while armed; guarded by `table`.
  int users;
  struct fault_folder *next;
};

/// A file as SQLite has it; the system's own follows in the same memory.
struct shim {
  sqlite3_file base;
  sqlite3_file *real;
  const char *path;
  /// The system syncs the folder, too, when it first syncs a journal that it made.
  bool syncsFolder;
  struct shim *next;
};

static pthread_mutex_t table = PTHREAD_MUTEX_INITIALIZER;
static struct fault_folder *folders;
static struct shim *files;
static sqlite3_vfs *system_vfs;
static sqlite3_vfs shim_vfs;

static bool is_within(const char *path, const char *folder) {
  size_t length = strlen(folder);
  return path && strncmp(path, folder, length) == 0 && path[length] == '/';
}

static void release(struct fault_folder *folder) {
  pthread_mutex_lock(&table);
  bool isLast = --folder->users == 0;
  pthread_mutex_unlock(&table);
  if (!isLast) return;
  disk_forget(&folder->disk);
  pthread_mutex_destroy(&folder->lock);
  free(folder->path);
  free(folder);
}

/// The armed folder that a file is in, for this call alone; NULL where there is none.
static struct fault_folder *enter(const char *path) {
  pthread_mutex_lock(&table);
  struct fault_folder *folder = folders;
  while (folder && !is_within(path, folder->path)) folder = folder->next;
  if (folder) folder->users++;
  pthread_mutex_unlock(&table);
  if (folder) pthread_mutex_lock(&folder->lock);
  return folder;
}

static int leave(struct fault_folder *folder, int code) {
  pthread_mutex_unlock(&folder->lock);
  release(folder);
  return code;
}

static bool models_power(const struct fault_folder *folder) {
  return folder->kind == FAULT_POWER_LOSS || folder->kind == FAULT_TORN_WRITES;
}

static void strike(struct fault_folder *folder) {
  folder->hasFired = true;
  if (folder->kind < FAULT_KILL) return;
  folder->isDead = true;
  if (models_power(folder)) {
    disk_lose(&folder->disk, folder->kind == FAULT_TORN_WRITES, folder->at);
  }
}

/// Counts a call that writes no bytes; whether it fails.
static bool fails(struct fault_folder *folder) {
  if (folder->isDead) return true;
  if (folder->kind == FAULT_FULL) return false;
  if (++folder->calls == folder->at) strike(folder);
  return folder->hasFired && folder->calls == folder->at;
}

/// Counts a call that may make a file longer; whether the disk is too full for it.
static bool is_full(struct fault_folder *folder, bool isLonger) {
  if (folder->kind != FAULT_FULL || ++folder->calls < folder->at || !isLonger) return false;
  folder->hasFired = true;
  return true;
}

// MARK: One file

#define REAL(file) (((struct shim *)(file))->real)
#define PASS(file, method, ...) \
  REAL(file)->pMethods->method(REAL(file) __VA_OPT__(, ) __VA_ARGS__)

/// Whether the process that has this file open is dead.
static bool is_dead(sqlite3_file *file) {
  struct fault_folder *folder = enter(((struct shim *)file)->path);
  return folder ? leave(folder, folder->isDead) : false;
}

static int shim_close(sqlite3_file *file) {
  pthread_mutex_lock(&table);
  struct shim **place = &files;
  while (*place && *place != (struct shim *)file) place = &(*place)->next;
  if (*place) *place = (*place)->next;
  pthread_mutex_unlock(&table);
  return PASS(file, xClose);
}

static int shim_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
  return is_dead(file) ? SQLITE_IOERR_READ : PASS(file, xRead, bytes, count, offset);
}

static int shim_write(
  sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
  const char *path = ((struct shim *)file)->path;
  struct fault_folder *folder = enter(path);
  if (!folder) return PASS(file, xWrite, bytes, count, offset);
  if (folder->isDead) return leave(folder, SQLITE_IOERR_WRITE);
  sqlite3_int64 size = 0;
  PASS(file, xFileSize, &size);
  if (is_full(folder, offset + count > size)) return leave(folder, SQLITE_FULL);
  bool isStruck = folder->kind != FAULT_FULL && ++folder->calls == folder->at;
  bool isHalved = folder->kind == FAULT_FAIL || folder->kind == FAULT_TORN_WRITES;
  if (isStruck) count = isHalved ? count / 2 : 0;
  int code = SQLITE_OK;
  if (count > 0) {
    if (models_power(folder)) {
      disk_writes(&folder->disk, path, REAL(file), bytes, count, offset);
    }
    code = PASS(file, xWrite, bytes, count, offset);
  }
  if (isStruck) {
    strike(folder);
    code = SQLITE_IOERR_WRITE;
  }
  return leave(folder, code);
}

static int shim_truncate(sqlite3_file *file, sqlite3_int64 size) {
  const char *path = ((struct shim *)file)->path;
  struct fault_folder *folder = enter(path);
  if (!folder) return PASS(file, xTruncate, size);
  if (fails(folder)) return leave(folder, SQLITE_IOERR_TRUNCATE);
  if (models_power(folder)) disk_truncates(&folder->disk, path, REAL(file), size);
  return leave(folder, PASS(file, xTruncate, size));
}

static int shim_sync(sqlite3_file *file, int flags) {
  struct shim *shim = (struct shim *)file;
  struct fault_folder *folder = enter(shim->path);
  if (!folder) return PASS(file, xSync, flags);
  if (fails(folder)) return leave(folder, SQLITE_IOERR_FSYNC);
  disk_synced(&folder->disk, shim->path);
  if (shim->syncsFolder) disk_synced_folder(&folder->disk);
  shim->syncsFolder = false;
  // What an armed folder holds on disk is what the model says; the real disk need not turn.
  return leave(folder, SQLITE_OK);
}

static int shim_size(sqlite3_file *file, sqlite3_int64 *size) {
  return is_dead(file) ? SQLITE_IOERR_FSTAT : PASS(file, xFileSize, size);
}

static int shim_lock(sqlite3_file *file, int level) {
  return is_dead(file) ? SQLITE_IOERR_LOCK : PASS(file, xLock, level);
}

static int shim_unlock(sqlite3_file *file, int level) {
  return PASS(file, xUnlock, level);
}

static int shim_check_lock(sqlite3_file *file, int *isLocked) {
  return PASS(file, xCheckReservedLock, isLocked);
}

static int shim_control(sqlite3_file *file, int operation, void *argument) {
  return PASS(file, xFileControl, operation, argument);
}

static int shim_sector(sqlite3_file *file) {
  return PASS(file, xSectorSize);
}

static int shim_traits(sqlite3_file *file) {
  return PASS(file, xDeviceCharacteristics);
}

static int shim_share(
  sqlite3_file *file, int region, int size, int isExtending, void volatile **memory) {
  struct fault_folder *folder = isExtending ? enter(((struct shim *)file)->path) : NULL;
  if (!folder) return PASS(file, xShmMap, region, size, isExtending, memory);
  if (fails(folder) || is_full(folder, true)) return leave(folder, SQLITE_IOERR_SHMSIZE);
  return leave(folder, PASS(file, xShmMap, region, size, isExtending, memory));
}

static int shim_share_lock(sqlite3_file *file, int offset, int count, int flags) {
  bool isTaking = (flags & SQLITE_SHM_LOCK) != 0;
  if (isTaking && is_dead(file)) return SQLITE_IOERR_SHMLOCK;
  return PASS(file, xShmLock, offset, count, flags);
}

static void shim_share_barrier(sqlite3_file *file) {
  PASS(file, xShmBarrier);
}

static int shim_unshare(sqlite3_file *file, int isDeleting) {
  return PASS(file, xShmUnmap, isDeleting);
}

static const sqlite3_io_methods shim_methods = {
  .iVersion = 2,
  .xClose = shim_close,
  .xRead = shim_read,
  .xWrite = shim_write,
  .xTruncate = shim_truncate,
  .xSync = shim_sync,
  .xFileSize = shim_size,
  .xLock = shim_lock,
  .xUnlock = shim_unlock,
  .xCheckReservedLock = shim_check_lock,
  .xFileControl = shim_control,
  .xSectorSize = shim_sector,
  .xDeviceCharacteristics = shim_traits,
  .xShmMap = shim_share,
  .xShmLock = shim_share_lock,
  .xShmBarrier = shim_share_barrier,
  .xShmUnmap = shim_unshare,
};

// MARK: The folder

static int open_real(sqlite3_vfs *vfs, struct shim *shim, int flags, int *flagsGiven) {
  shim->real = (sqlite3_file *)(shim + 1);
  int code = system_vfs->xOpen(system_vfs, shim->path, shim->real, flags, flagsGiven);
  if (code != SQLITE_OK) return code;
  shim->base.pMethods = &shim_methods;
  pthread_mutex_lock(&table);
  shim->next = files;
  files = shim;
  pthread_mutex_unlock(&table);
  return code;
}

static int shim_open(
  sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *flagsGiven) {
  struct shim *shim = memset(file, 0, sizeof *shim);
  shim->path = path;
  struct fault_folder *folder = enter(path);
  bool isMade = path && (flags & SQLITE_OPEN_CREATE) && access(path, F_OK) != 0;
  if (!folder) return open_real(vfs, shim, flags, flagsGiven);
  if (folder->isDead || (isMade && fails(folder))) return leave(folder, SQLITE_CANTOPEN);
  if (isMade && models_power(folder)) disk_made(&folder->disk, path);
  shim->syncsFolder = isMade && (flags & SQLITE_OPEN_MAIN_DB) == 0;
  return leave(folder, open_real(vfs, shim, flags, flagsGiven));
}

static int shim_delete(sqlite3_vfs *vfs, const char *path, int syncsFolder) {
  struct fault_folder *folder = enter(path);
  if (!folder) return system_vfs->xDelete(system_vfs, path, syncsFolder);
  if (fails(folder)) return leave(folder, SQLITE_IOERR_DELETE);
  if (models_power(folder)) disk_deletes(&folder->disk, path);
  if (syncsFolder) disk_synced_folder(&folder->disk);
  return leave(folder, system_vfs->xDelete(system_vfs, path, syncsFolder));
}

static void install(void) {
  if (sqlite3_initialize() != SQLITE_OK) return;
  system_vfs = sqlite3_vfs_find(NULL);
  if (!system_vfs) return;
  shim_vfs = *system_vfs;
  shim_vfs.zName = "fault";
  shim_vfs.szOsFile += (int)sizeof(struct shim);
  shim_vfs.xOpen = shim_open;
  shim_vfs.xDelete = shim_delete;
  if (sqlite3_vfs_register(&shim_vfs, 1) != SQLITE_OK) system_vfs = NULL;
}

bool fault_install(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, install);
  return system_vfs != NULL;
}

struct fault_folder *fault_arm(const char *path, long at, enum fault_kind kind) {
  // SQLite names files by their real paths, too.
  char *real = realpath(path, NULL);
  struct fault_folder *folder = real ? calloc(1, sizeof *folder) : NULL;
  if (!folder) {
    free(real);
    return NULL;
  }
  folder->path = real;
  folder->at = at;
  folder->kind = kind;
  folder->users = 1;
  pthread_mutex_init(&folder->lock, NULL);
  pthread_mutex_lock(&table);
  folder->next = folders;
  folders = folder;
  pthread_mutex_unlock(&table);
  return folder;
}

bool fault_has_fired(struct fault_folder *folder) {
  pthread_mutex_lock(&folder->lock);
  bool hasFired = folder->hasFired;
  pthread_mutex_unlock(&folder->lock);
  return hasFired;
}

void fault_disarm(struct fault_folder *folder) {
  pthread_mutex_lock(&table);
  struct fault_folder **place = &folders;
  while (*place != folder) place = &(*place)->next;
  *place = folder->next;
  pthread_mutex_unlock(&table);
  release(folder);
}

int fault_open_files(const char *path) {
  char *real = realpath(path, NULL);
  int count = 0;
  pthread_mutex_lock(&table);
  for (struct shim *file = files; file && real; file = file->next) {
    if (is_within(file->path, real)) count++;
  }
  pthread_mutex_unlock(&table);
  free(real);
  return count;
}
