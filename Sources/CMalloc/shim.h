// How the C library keeps memory that was given back, and how much is in use; Swift's own module of
// it leaves that out.
#ifndef CMALLOC_SHIM_H
#define CMALLOC_SHIM_H

#include <malloc.h>

// Threads share so many heaps, and what is free at a heap's end from so many bytes on goes back to
// the system. Does nothing where the C library is another than GNU's.
static inline void cmalloc_share_heaps(int count, int free_bytes) {
#ifdef M_ARENA_MAX
  mallopt(M_ARENA_MAX, count);
  mallopt(M_TRIM_THRESHOLD, free_bytes);
#endif
}

// The bytes that were asked for and not given back; 0 where the C library does not say.
static inline size_t cmalloc_bytes_in_use(void) {
#ifdef __GLIBC_PREREQ
#if __GLIBC_PREREQ(2, 33)
  struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
#endif
#endif
  return 0;
}

#endif
