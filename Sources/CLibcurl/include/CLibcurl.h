// SPDX-License-Identifier: Apache-2.0
// libcurl's header, and its functions under names of our own: one for each argument type of the
// variadic ones, and all of them from a library that is loaded when somebody asks for it. Only a
// sync does, and binding libcurl with the thirty libraries that it needs takes as long as recording
// an observation.
#ifndef CLIBCURL_H
#define CLIBCURL_H

#include <curl/curl.h>

/// Loads libcurl, once, from any thread; until it has succeeded nothing else here may be called.
///
/// Returns NULL, or why libcurl cannot be loaded.
const char *clibcurl_load(void);

CURLcode clibcurl_global_init(long flags);

CURL *clibcurl_easy_init(void);
void clibcurl_easy_reset(CURL *easy);
void clibcurl_easy_cleanup(CURL *easy);
const char *clibcurl_easy_strerror(CURLcode code);

typedef size_t (*clibcurl_data_function)(char *data, size_t size, size_t count, void *context);

typedef int (*clibcurl_progress_function)(
    void *context, curl_off_t received_total, curl_off_t received, curl_off_t sent_total,
    curl_off_t sent);

CURLcode clibcurl_setopt_long(CURL *easy, CURLoption option, long value);
CURLcode clibcurl_setopt_offset(CURL *easy, CURLoption option, curl_off_t value);
CURLcode clibcurl_setopt_string(CURL *easy, CURLoption option, const char *value);
CURLcode clibcurl_setopt_pointer(CURL *easy, CURLoption option, void *value);
CURLcode clibcurl_setopt_function(CURL *easy, CURLoption option, clibcurl_data_function value);
CURLcode clibcurl_setopt_progress(CURL *easy, CURLoption option, clibcurl_progress_function value);

/// Allows HTTP and HTTPS and nothing else.
CURLcode clibcurl_allow_http_only(CURL *easy);

CURLcode clibcurl_getinfo_long(CURL *easy, CURLINFO info, long *value);
CURLcode clibcurl_getinfo_offset(CURL *easy, CURLINFO info, curl_off_t *value);

CURLM *clibcurl_multi_init(void);
CURLMcode clibcurl_multi_add_handle(CURLM *multi, CURL *easy);
CURLMcode clibcurl_multi_remove_handle(CURLM *multi, CURL *easy);
CURLMcode clibcurl_multi_perform(CURLM *multi, int *running);
CURLMcode clibcurl_multi_poll(CURLM *multi, int milliseconds);
CURLMcode clibcurl_multi_wakeup(CURLM *multi);
CURLMsg *clibcurl_multi_info_read(CURLM *multi, int *remaining);
CURLMcode clibcurl_multi_cleanup(CURLM *multi);

struct curl_slist *clibcurl_slist_append(struct curl_slist *list, const char *text);
void clibcurl_slist_free_all(struct curl_slist *list);

CURLU *clibcurl_url(void);
CURLUcode clibcurl_url_set(CURLU *url, CURLUPart part, const char *text, unsigned int flags);
CURLUcode clibcurl_url_get(CURLU *url, CURLUPart part, char **text, unsigned int flags);
void clibcurl_url_cleanup(CURLU *url);
void clibcurl_free(void *memory);

#endif
