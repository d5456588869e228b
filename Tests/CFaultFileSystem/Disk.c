// SPDX-License-Identifier: Apache-2.0

#include "Disk.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/// Bytes written at an offset, or, without bytes, the file cut to that size.
struct operation {
  sqlite3_int64 offset;
  int count;
  unsigned char *bytes;
  struct operation *next;
};

/// What is known of a file.
struct image {
  char *path;
  /// What it held at its last sync.
  unsigned char *bytes;
  sqlite3_int64 size;
  /// What was done to it since.
  struct operation *first;
  struct operation **end;
  /// Its folder does not hold its name yet; a file of that name before it may be another image.
  bool isNew;
  /// Its name was taken away, but its folder still holds it.
  bool isDeleted;
  struct image *next;
};

static void *allocated(size_t count) {
  void *memory = calloc(1, count ? count : 1);
  if (!memory) abort();
  return memory;
}

static struct image *find(struct disk *disk, const char *path) {
  for (struct image *image = disk->images; image; image = image->next) {
    if (!image->isDeleted && strcmp(image->path, path) == 0) return image;
  }
  return NULL;
}

static struct image *add(struct disk *disk, const char *path) {
  struct image *image = allocated(sizeof *image);
  image->path = strdup(path);
  image->end = &image->first;
  image->next = disk->images;
  disk->images = image;
  return image;
}

static void resize(struct image *image, sqlite3_int64 size) {
  unsigned char *bytes = allocated((size_t)size);
  memcpy(bytes, image->bytes ? image->bytes : bytes, size < image->size ? size : image->size);
  free(image->bytes);
  image->bytes = bytes;
  image->size = size;
}

/// The image of an open file, read through SQLite: to close a second descriptor of a file would
/// give up all locks that the process has on it.
static struct image *opened(struct disk *disk, const char *path, sqlite3_file *file) {
  struct image *image = find(disk, path);
  if (image) return image;
  image = add(disk, path);
  sqlite3_int64 size = 0;
  file->pMethods->xFileSize(file, &size);
  resize(image, size);
  for (sqlite3_int64 offset = 0; offset < size; offset += 1 << 16) {
    sqlite3_int64 rest = size - offset;
    int count = rest < 1 << 16 ? (int)rest : 1 << 16;
    file->pMethods->xRead(file, image->bytes + offset, count, offset);
  }
  return image;
}

static void append(struct image *image, sqlite3_int64 offset, const void *bytes, int count) {
  struct operation *operation = allocated(sizeof *operation);
  operation->offset = offset;
  operation->count = count;
  if (bytes) operation->bytes = memcpy(allocated((size_t)count), bytes, (size_t)count);
  *image->end = operation;
  image->end = &operation->next;
}

static void apply(struct image *image, const struct operation *operation) {
  if (!operation->bytes) return resize(image, operation->offset);
  sqlite3_int64 end = operation->offset + operation->count;
  if (end > image->size) resize(image, end);
  memcpy(image->bytes + operation->offset, operation->bytes, (size_t)operation->count);
}

static void drop_operations(struct image *image) {
  while (image->first) {
    struct operation *operation = image->first;
    image->first = operation->next;
    free(operation->bytes);
    free(operation);
  }
  image->end = &image->first;
}

static void drop_image(struct disk *disk, struct image *image) {
  struct image **place = &disk->images;
  while (*place != image) place = &(*place)->next;
  *place = image->next;
  drop_operations(image);
  free(image->bytes);
  free(image->path);
  free(image);
}

void disk_made(struct disk *disk, const char *path) {
  add(disk, path)->isNew = true;
}

void disk_writes(
  struct disk *disk, const char *path, sqlite3_file *file, const void *bytes, int count,
  sqlite3_int64 offset) {
  append(opened(disk, path, file), offset, bytes, count);
}

void disk_truncates(
  struct disk *disk, const char *path, sqlite3_file *file, sqlite3_int64 size) {
  append(opened(disk, path, file), size, NULL, 0);
}

void disk_synced(struct disk *disk, const char *path) {
  struct image *image = find(disk, path);
  if (!image) return;
  for (struct operation *each = image->first; each; each = each->next) apply(image, each);
  drop_operations(image);
}

void disk_synced_folder(struct disk *disk) {
  for (struct image *image = disk->images, *next; image; image = next) {
    next = image->next;
    image->isNew = false;
    if (image->isDeleted) drop_image(disk, image);
  }
}

void disk_deletes(struct disk *disk, const char *path) {
  struct image *image = find(disk, path);
  if (!image) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    struct stat status;
    image = add(disk, path);
    if (fstat(file, &status) == 0) resize(image, status.st_size);
    if (pread(file, image->bytes, (size_t)image->size, 0) != image->size) image->size = 0;
    close(file);
  }
  drop_operations(image);
  image->isDeleted = true;
  if (image->isNew) drop_image(disk, image);
}

static void restore(const struct image *image) {
  int file = open(image->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return;
  if (pwrite(file, image->bytes, (size_t)image->size, 0) != image->size) abort();
  close(file);
}

void disk_lose(struct disk *disk, bool everySecond, long parity) {
  for (struct image *image = disk->images; image && !everySecond; image = image->next) {
    if (image->isNew) unlink(image->path);
  }
  for (struct image *image = disk->images; image; image = image->next) {
    if (everySecond ? image->isDeleted : image->isNew) continue;
    for (struct operation *each = image->first; each && everySecond; each = each->next) {
      if (parity++ % 2 == 0) apply(image, each);
    }
    restore(image);
  }
}

void disk_forget(struct disk *disk) {
  while (disk->images) drop_image(disk, disk->images);
}
