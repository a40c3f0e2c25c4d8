#ifndef SEEP_CURL_H
#define SEEP_CURL_H

#include <stdint.h>

/// Posts to one address, over a connection that is kept. One thread at a time posts; `seep_poster_stop` may be called by any.
typedef struct seep_poster seep_poster;

typedef struct {
    /// An http or https URL, and whether it is http. Redirections are not followed, and other protocols not spoken.
    const char *url;
    int is_plain;

    /// What goes to the receiver as `Authorization: Bearer`; NULL for nothing.
    const char *token;
    const char *content_type;
    long connect_milliseconds, request_milliseconds;

    /// Bytes of an answer's body that are read, and thrown away; a longer one ends the connection.
    uint64_t answer_bytes_max;
} seep_poster_plan;

/// Whether libcurl is on this machine; it is opened at the first call.
int seep_curl_is_present(void);

/// Returns NULL without libcurl, without memory, and when libcurl knows no TLS. Everything in the plan is copied.
seep_poster *seep_poster_open(const seep_poster_plan *plan);

/// What came of a post.
typedef struct {
    /// The status of the answer; 0 when there is none, or none that was read to its end.
    int status;

    /// Why there is none, in words of libcurl, which has them as constants.
    const char *problem;

    /// Seconds that the receiver asks to wait, or 0.
    int64_t retry_after_seconds;
} seep_post_result;

/// Posts `count` bytes, and waits for the answer.
seep_post_result seep_post(seep_poster *poster, const void *bytes, uint64_t count);

/// Ends the current post within a second or so, and all later ones at once.
void seep_poster_stop(seep_poster *poster);

/// Frees a poster that does not post.
void seep_poster_close(seep_poster *poster);

#endif
