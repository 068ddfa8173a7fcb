#ifndef CCURL_H
#define CCURL_H

// What wraptop needs of libcurl: its functions take any number of arguments, which Swift does not call, and hand data over
// by callbacks. Options and codes keep libcurl's names.

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// One transfer and what it needs while it runs.
typedef struct cc_transfer cc_transfer;

/// A transfer that keeps `answer_limit` bytes of an answer, and ends with CURLE_WRITE_ERROR when there are more; NULL if
/// there is no memory.
cc_transfer *cc_open(size_t answer_limit);
void cc_close(cc_transfer *transfer);

/// Set an option that takes a text, which is copied, or a number. 0, or a CURLcode.
int cc_set_text(cc_transfer *transfer, CURLoption option, const char *text);
int cc_set_number(cc_transfer *transfer, CURLoption option, long number);

/// Add a line of the header, or a recipient of a mail. 0, or a CURLcode.
int cc_add_header(cc_transfer *transfer, const char *line);
int cc_add_recipient(cc_transfer *transfer, const char *address);

/// Set what is sent: the body of a request, or a mail. It is not copied, and has to be there until the transfer has run.
int cc_set_body(cc_transfer *transfer, const void *bytes, size_t length);
int cc_set_upload(cc_transfer *transfer, const void *bytes, size_t length);

/// Has what is answered handed to `sink` as it comes, in the place of keeping it. The transfer ends with CURLE_WRITE_ERROR once
/// that returns false.
typedef bool cc_sink(const void *bytes, size_t length, void *context);
void cc_set_sink(cc_transfer *transfer, cc_sink *sink, void *context);

/// Runs the transfer on this thread, which sees no SIGPIPE by it. It ends with CURLE_ABORTED_BY_CALLBACK once the descriptor
/// `stop` can be read. 0, or a CURLcode.
int cc_perform(cc_transfer *transfer, int stop);

/// The last status that the server answered with; 0 if there is none.
long cc_status(const cc_transfer *transfer);
/// For how many seconds the server wants to be left alone; 0 if it did not say.
int64_t cc_retry_after(const cc_transfer *transfer);
/// The errno of the last connection that failed; 0 for none.
int cc_system_error(const cc_transfer *transfer);
/// What OpenSSL found wrong with the certificate, as X509_V_ERR_ numbers; 0 for nothing.
long cc_certificate_error(const cc_transfer *transfer);
/// Where the server wants to have the request sent instead; NULL for nowhere. It is valid until the transfer is closed.
const char *cc_redirect(const cc_transfer *transfer);
/// The value of a field of the head of the answer; NULL if it has none. It is valid until the next call.
const char *cc_answer_field(const cc_transfer *transfer, const char *name);
/// What was kept of the answer.
const void *cc_answer(const cc_transfer *transfer, size_t *length);

/// Copies the part of a URL, such as its host, with a zero byte behind it into `part`. False if it has none, or a longer one.
bool cc_url_part(const char *url, CURLUPart which, char *part, size_t capacity);

#endif
