// SPDX-License-Identifier: Apache-2.0
#include "CLibcurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

#define EACH_FUNCTION(DO) \
  DO(global_init) \
  DO(easy_init) \
  DO(easy_reset) \
  DO(easy_cleanup) \
  DO(easy_strerror) \
  DO(easy_setopt) \
  DO(easy_getinfo) \
  DO(multi_init) \
  DO(multi_add_handle) \
  DO(multi_remove_handle) \
  DO(multi_perform) \
  DO(multi_poll) \
  DO(multi_wakeup) \
  DO(multi_info_read) \
  DO(multi_cleanup) \
  DO(slist_append) \
  DO(slist_free_all) \
  DO(url) \
  DO(url_set) \
  DO(url_get) \
  DO(url_cleanup) \
  DO(free)

static struct {
#define MEMBER(name) __typeof__(curl_##name) *name;
  EACH_FUNCTION(MEMBER)
} libcurl;

static const char *failure;

static void load(void) {
  void *library = dlopen("libcurl.so.4", RTLD_LAZY | RTLD_LOCAL);
  if (!library) {
    failure = dlerror();
    return;
  }
#define FIND(name) \
  *(void **)&libcurl.name = dlsym(library, "curl_" #name); \
  if (!libcurl.name) failure = "libcurl.so.4 has no curl_" #name;
  EACH_FUNCTION(FIND)
}

const char *clibcurl_load(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return failure;
}

CURLcode clibcurl_global_init(long flags) { return libcurl.global_init(flags); }

CURL *clibcurl_easy_init(void) { return libcurl.easy_init(); }

void clibcurl_easy_reset(CURL *easy) { libcurl.easy_reset(easy); }

void clibcurl_easy_cleanup(CURL *easy) { libcurl.easy_cleanup(easy); }

const char *clibcurl_easy_strerror(CURLcode code) { return libcurl.easy_strerror(code); }

CURLcode clibcurl_setopt_long(CURL *easy, CURLoption option, long value) {
  return libcurl.easy_setopt(easy, option, value);
}

CURLcode clibcurl_setopt_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return libcurl.easy_setopt(easy, option, value);
}

CURLcode clibcurl_setopt_string(CURL *easy, CURLoption option, const char *value) {
  return libcurl.easy_setopt(easy, option, value);
}

CURLcode clibcurl_setopt_pointer(CURL *easy, CURLoption option, void *value) {
  return libcurl.easy_setopt(easy, option, value);
}

CURLcode clibcurl_setopt_function(CURL *easy, CURLoption option, clibcurl_data_function value) {
  return libcurl.easy_setopt(easy, option, value);
}

CURLcode clibcurl_setopt_progress(CURL *easy, CURLoption option, clibcurl_progress_function value) {
  return libcurl.easy_setopt(easy, option, value);
}

// The option that takes names came with 7.85, which deprecated the one that takes bits.
CURLcode clibcurl_allow_http_only(CURL *easy) {
#if LIBCURL_VERSION_NUM >= 0x075500
  return libcurl.easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
  return libcurl.easy_setopt(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

CURLcode clibcurl_getinfo_long(CURL *easy, CURLINFO info, long *value) {
  return libcurl.easy_getinfo(easy, info, value);
}

CURLcode clibcurl_getinfo_offset(CURL *easy, CURLINFO info, curl_off_t *value) {
  return libcurl.easy_getinfo(easy, info, value);
}

CURLM *clibcurl_multi_init(void) { return libcurl.multi_init(); }

CURLMcode clibcurl_multi_add_handle(CURLM *multi, CURL *easy) {
  return libcurl.multi_add_handle(multi, easy);
}

CURLMcode clibcurl_multi_remove_handle(CURLM *multi, CURL *easy) {
  return libcurl.multi_remove_handle(multi, easy);
}

CURLMcode clibcurl_multi_perform(CURLM *multi, int *running) {
  return libcurl.multi_perform(multi, running);
}

CURLMcode clibcurl_multi_poll(CURLM *multi, int milliseconds) {
  return libcurl.multi_poll(multi, NULL, 0, milliseconds, NULL);
}

CURLMcode clibcurl_multi_wakeup(CURLM *multi) { return libcurl.multi_wakeup(multi); }

CURLMsg *clibcurl_multi_info_read(CURLM *multi, int *remaining) {
  return libcurl.multi_info_read(multi, remaining);
}

CURLMcode clibcurl_multi_cleanup(CURLM *multi) { return libcurl.multi_cleanup(multi); }

struct curl_slist *clibcurl_slist_append(struct curl_slist *list, const char *text) {
  return libcurl.slist_append(list, text);
}

void clibcurl_slist_free_all(struct curl_slist *list) { libcurl.slist_free_all(list); }

CURLU *clibcurl_url(void) { return libcurl.url(); }

CURLUcode clibcurl_url_set(CURLU *url, CURLUPart part, const char *text, unsigned int flags) {
  return libcurl.url_set(url, part, text, flags);
}

CURLUcode clibcurl_url_get(CURLU *url, CURLUPart part, char **text, unsigned int flags) {
  return libcurl.url_get(url, part, text, flags);
}

void clibcurl_url_cleanup(CURLU *url) { libcurl.url_cleanup(url); }

void clibcurl_free(void *memory) { libcurl.free(memory); }
