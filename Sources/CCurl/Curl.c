// libcurl without its headers and without linking: it is opened when a webhook is asked for, so that the program starts and
// runs without it. Its numbers and types below are those of its stable interface (libcurl.so.4).

#include "Curl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void CURL;
struct curl_slist;
typedef int64_t curl_off_t;

enum { CURL_GLOBAL_DEFAULT = 3, CURLE_OK = 0, CURLE_WRITE_ERROR = 23 };

enum {
    CURLOPT_POST = 47,
    CURLOPT_FOLLOWLOCATION = 52,
    CURLOPT_NOPROGRESS = 43,
    CURLOPT_NOSIGNAL = 99,
    CURLOPT_PROTOCOLS = 181,
    CURLOPT_SSLVERSION = 32,
    CURLOPT_SSL_VERIFYPEER = 64,
    CURLOPT_SSL_VERIFYHOST = 81,
    CURLOPT_TIMEOUT_MS = 155,
    CURLOPT_CONNECTTIMEOUT_MS = 156,
    CURLOPT_WRITEDATA = 10001,
    CURLOPT_URL = 10002,
    CURLOPT_PROXY = 10004,
    CURLOPT_POSTFIELDS = 10015,
    CURLOPT_USERAGENT = 10018,
    CURLOPT_HTTPHEADER = 10023,
    CURLOPT_XFERINFODATA = 10057,
    CURLOPT_WRITEFUNCTION = 20011,
    CURLOPT_XFERINFOFUNCTION = 20219,
    CURLOPT_POSTFIELDSIZE_LARGE = 30120,
};

enum { CURLINFO_RESPONSE_CODE = 0x200002, CURLINFO_RETRY_AFTER = 0x600039 };
enum { CURLPROTO_HTTP = 1, CURLPROTO_HTTPS = 2, CURL_SSLVERSION_TLSv1_2 = 6 };

static struct {
    int is_ready;
    int (*global_init)(long flags);
    CURL *(*easy_init)(void);
    int (*easy_setopt)(CURL *handle, int option, ...);
    int (*easy_perform)(CURL *handle);
    int (*easy_getinfo)(CURL *handle, int information, ...);
    const char *(*easy_strerror)(int code);
    void (*easy_cleanup)(CURL *handle);
    struct curl_slist *(*slist_append)(struct curl_slist *list, const char *text);
    void (*slist_free_all)(struct curl_slist *list);
} curl;

static void load(void) {
    void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!library) return;
    const struct {
        void *place;
        const char *name;
    } functions[] = {
        {&curl.global_init, "curl_global_init"},     {&curl.easy_init, "curl_easy_init"},
        {&curl.easy_setopt, "curl_easy_setopt"},     {&curl.easy_perform, "curl_easy_perform"},
        {&curl.easy_getinfo, "curl_easy_getinfo"},   {&curl.easy_strerror, "curl_easy_strerror"},
        {&curl.easy_cleanup, "curl_easy_cleanup"},   {&curl.slist_append, "curl_slist_append"},
        {&curl.slist_free_all, "curl_slist_free_all"},
    };
    for (size_t index = 0; index < sizeof functions / sizeof *functions; index++) {
        void *function = dlsym(library, functions[index].name);
        if (!function) return;
        memcpy(functions[index].place, &function, sizeof function);
    }
    curl.is_ready = curl.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

int seep_curl_is_present(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return curl.is_ready;
}

struct seep_poster {
    CURL *handle;
    struct curl_slist *headers;
    uint64_t answer_bytes, answer_bytes_max;
    atomic_int is_stopped;
};

static size_t forget(char *bytes, size_t size, size_t count, void *data) {
    (void)bytes;
    seep_poster *poster = data;
    poster->answer_bytes += size * count;
    return poster->answer_bytes > poster->answer_bytes_max ? 0 : size * count;
}

static int is_stopped(void *data, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
    (void)a, (void)b, (void)c, (void)d;
    return atomic_load(&((seep_poster *)data)->is_stopped);
}

/// Returns 0 without memory.
static int add_header(seep_poster *poster, const char *name, const char *value) {
    size_t size = strlen(name) + strlen(value) + 1;
    char *line = malloc(size);
    if (!line) return 0;
    snprintf(line, size, "%s%s", name, value);
    struct curl_slist *longer = curl.slist_append(poster->headers, line);
    explicit_bzero(line, size);
    free(line);
    if (longer) poster->headers = longer;
    return longer != NULL;
}

static int set_up(seep_poster *poster, const seep_poster_plan *plan) {
    CURL *handle = poster->handle;
    int has_failed = !add_header(poster, "Content-Type: ", plan->content_type);
    // Without this one libcurl asks before it sends what is long, and waits a second where nobody answers.
    has_failed |= !add_header(poster, "Expect:", "");
    if (plan->token) has_failed |= !add_header(poster, "Authorization: Bearer ", plan->token);
    has_failed |= curl.easy_setopt(handle, CURLOPT_URL, plan->url);
    has_failed |= curl.easy_setopt(
        handle, CURLOPT_PROTOCOLS, plan->is_plain ? (long)CURLPROTO_HTTP : (long)CURLPROTO_HTTPS);
    // What may be read on its way goes no further than was asked.
    if (plan->is_plain) has_failed |= curl.easy_setopt(handle, CURLOPT_PROXY, "");
    if (!plan->is_plain) {
        has_failed |= curl.easy_setopt(handle, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
        has_failed |= curl.easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
        has_failed |= curl.easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    }
    has_failed |= curl.easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    has_failed |= curl.easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    has_failed |= curl.easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, plan->connect_milliseconds);
    has_failed |= curl.easy_setopt(handle, CURLOPT_TIMEOUT_MS, plan->request_milliseconds);
    has_failed |= curl.easy_setopt(handle, CURLOPT_USERAGENT, "seep");
    has_failed |= curl.easy_setopt(handle, CURLOPT_HTTPHEADER, poster->headers);
    has_failed |= curl.easy_setopt(handle, CURLOPT_POST, 1L);
    has_failed |= curl.easy_setopt(handle, CURLOPT_WRITEFUNCTION, forget);
    has_failed |= curl.easy_setopt(handle, CURLOPT_WRITEDATA, poster);
    has_failed |= curl.easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    has_failed |= curl.easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, is_stopped);
    has_failed |= curl.easy_setopt(handle, CURLOPT_XFERINFODATA, poster);
    return !has_failed;
}

seep_poster *seep_poster_open(const seep_poster_plan *plan) {
    if (!seep_curl_is_present()) return NULL;
    seep_poster *poster = calloc(1, sizeof *poster);
    if (!poster) return NULL;
    poster->answer_bytes_max = plan->answer_bytes_max;
    poster->handle = curl.easy_init();
    if (poster->handle && set_up(poster, plan)) return poster;
    seep_poster_close(poster);
    return NULL;
}

seep_post_result seep_post(seep_poster *poster, const void *bytes, uint64_t count) {
    seep_post_result result = {0};
    poster->answer_bytes = 0;
    int code = curl.easy_setopt(poster->handle, CURLOPT_POSTFIELDS, bytes);
    if (code == CURLE_OK) {
        code = curl.easy_setopt(poster->handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
    }
    if (code == CURLE_OK) code = curl.easy_perform(poster->handle);
    // An answer that is too long was given all the same.
    int is_answered = code == CURLE_WRITE_ERROR && poster->answer_bytes > poster->answer_bytes_max;
    if (code == CURLE_OK || is_answered) {
        long status = 0;
        curl_off_t seconds = 0;
        curl.easy_getinfo(poster->handle, CURLINFO_RESPONSE_CODE, &status);
        curl.easy_getinfo(poster->handle, CURLINFO_RETRY_AFTER, &seconds);
        result.status = (int)status;
        result.retry_after_seconds = seconds;
    } else {
        result.problem = curl.easy_strerror(code);
    }
    return result;
}

void seep_poster_stop(seep_poster *poster) { atomic_store(&poster->is_stopped, 1); }

void seep_poster_close(seep_poster *poster) {
    if (poster->handle) curl.easy_cleanup(poster->handle);
    if (poster->headers) curl.slist_free_all(poster->headers);
    free(poster);
}
