// libcurl's header, with one typed wrapper per argument type of its variadic calls.
#ifndef CLIBCURL_SHIM_H
#define CLIBCURL_SHIM_H

#include <curl/curl.h>

typedef size_t (*clibcurl_data_function)(char *data, size_t size, size_t count, void *context);

typedef int (*clibcurl_progress_function)(
    void *context, curl_off_t received_total, curl_off_t received, curl_off_t sent_total,
    curl_off_t sent);

static inline CURLcode clibcurl_setopt_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode clibcurl_setopt_offset(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode clibcurl_setopt_string(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode clibcurl_setopt_pointer(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode clibcurl_setopt_function(
    CURL *handle, CURLoption option, clibcurl_data_function value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode clibcurl_setopt_progress(
    CURL *handle, CURLoption option, clibcurl_progress_function value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode clibcurl_getinfo_long(CURL *handle, CURLINFO info, long *value) {
  return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode clibcurl_getinfo_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
  return curl_easy_getinfo(handle, info, value);
}

// The option that takes names came with 7.85, which deprecated the one that takes bits.
static inline CURLcode clibcurl_allow_http_only(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075500
  return curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
#else
  return curl_easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

#endif
