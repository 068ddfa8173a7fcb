#include "CCurl.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct cc_transfer {
  CURL *easy;
  struct curl_slist *header;
  struct curl_slist *recipients;
  const uint8_t *upload;
  size_t upload_length;
  uint8_t *answer;
  size_t answer_length;
  size_t answer_limit;
  cc_sink *sink;
  void *sink_context;
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static void start(void) { (void)curl_global_init(CURL_GLOBAL_DEFAULT); }

static size_t collect(char *bytes, size_t size, size_t count, void *context) {
  cc_transfer *transfer = context;
  size_t length = size * count, space = transfer->answer_limit - transfer->answer_length;
  if (transfer->sink) return transfer->sink(bytes, length, transfer->sink_context) ? length : CURL_WRITEFUNC_ERROR;
  size_t kept = length < space ? length : space;
  if (kept > 0) {
    uint8_t *answer = realloc(transfer->answer, transfer->answer_length + kept);
    if (!answer) return CURL_WRITEFUNC_ERROR;
    memcpy(answer + transfer->answer_length, bytes, kept);
    transfer->answer = answer;
    transfer->answer_length += kept;
  }
  return kept == length ? length : CURL_WRITEFUNC_ERROR;
}

static size_t hand_over(char *space, size_t size, size_t count, void *context) {
  cc_transfer *transfer = context;
  size_t length = size * count < transfer->upload_length ? size * count : transfer->upload_length;
  if (length > 0) memcpy(space, transfer->upload, length);
  transfer->upload += length;
  transfer->upload_length -= length;
  return length;
}

cc_transfer *cc_open(size_t answer_limit) {
  pthread_once(&once, start);
  cc_transfer *transfer = calloc(1, sizeof *transfer);
  if (!transfer) return NULL;
  transfer->answer_limit = answer_limit;
  transfer->easy = curl_easy_init();
  if (!transfer->easy) {
    free(transfer);
    return NULL;
  }
  CURL *easy = transfer->easy;
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, collect);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
  // Nobody waits for the end of a thread that looks up a name.
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
  return transfer;
}

void cc_close(cc_transfer *transfer) {
  curl_easy_cleanup(transfer->easy);
  curl_slist_free_all(transfer->header);
  curl_slist_free_all(transfer->recipients);
  free(transfer->answer);
  free(transfer);
}

int cc_set_text(cc_transfer *transfer, CURLoption option, const char *text) {
  return (int)curl_easy_setopt(transfer->easy, option, text);
}

int cc_set_number(cc_transfer *transfer, CURLoption option, long number) {
  return (int)curl_easy_setopt(transfer->easy, option, number);
}

static int add(cc_transfer *transfer, struct curl_slist **list, CURLoption option, const char *text) {
  struct curl_slist *longer = curl_slist_append(*list, text);
  if (!longer) return CURLE_OUT_OF_MEMORY;
  *list = longer;
  return (int)curl_easy_setopt(transfer->easy, option, longer);
}

int cc_add_header(cc_transfer *transfer, const char *line) {
  return add(transfer, &transfer->header, CURLOPT_HTTPHEADER, line);
}

int cc_add_recipient(cc_transfer *transfer, const char *address) {
  return add(transfer, &transfer->recipients, CURLOPT_MAIL_RCPT, address);
}

int cc_set_body(cc_transfer *transfer, const void *bytes, size_t length) {
  CURLcode code = curl_easy_setopt(transfer->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length);
  // None at all would have it ask the read callback.
  return (int)(code ? code : curl_easy_setopt(transfer->easy, CURLOPT_POSTFIELDS, length > 0 ? bytes : ""));
}

int cc_set_upload(cc_transfer *transfer, const void *bytes, size_t length) {
  transfer->upload = bytes;
  transfer->upload_length = length;
  CURLcode code = curl_easy_setopt(transfer->easy, CURLOPT_READFUNCTION, hand_over);
  if (!code) code = curl_easy_setopt(transfer->easy, CURLOPT_READDATA, transfer);
  return (int)(code ? code : curl_easy_setopt(transfer->easy, CURLOPT_UPLOAD, 1L));
}

void cc_set_sink(cc_transfer *transfer, cc_sink *sink, void *context) {
  transfer->sink = sink;
  transfer->sink_context = context;
}

static CURLcode run(CURLM *multi, CURL *easy, int stop) {
  if (curl_multi_add_handle(multi, easy) != CURLM_OK) return CURLE_FAILED_INIT;
  CURLcode result = CURLE_ABORTED_BY_CALLBACK;
  for (int running = 1; running;) {
    struct curl_waitfd waited = {.fd = stop, .events = CURL_WAIT_POLLIN};
    if (curl_multi_perform(multi, &running) != CURLM_OK) {
      result = CURLE_FAILED_INIT;
      break;
    }
    if (!running) {
      int left;
      CURLMsg *message = curl_multi_info_read(multi, &left);
      if (message) result = message->data.result;
    } else if (curl_multi_poll(multi, &waited, 1, 1000, NULL) != CURLM_OK || waited.revents) {
      break;
    }
  }
  curl_multi_remove_handle(multi, easy);
  return result;
}

// OpenSSL writes with write(2), which raises SIGPIPE where the other side has gone; libcurl would have the whole process
// ignore it meanwhile.
int cc_perform(cc_transfer *transfer, int stop) {
  CURLM *multi = curl_multi_init();
  if (!multi) return CURLE_OUT_OF_MEMORY;
  sigset_t pipe, pending, before;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  sigpending(&pending);
  bool was_pending = sigismember(&pending, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, &before);
  CURLcode code = run(multi, transfer->easy, stop);
  // The connection is closed with this, which may write as well.
  curl_multi_cleanup(multi);
  if (!was_pending) {
    struct timespec none = {0, 0};
    while (sigtimedwait(&pipe, NULL, &none) > 0) {
    }
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return (int)code;
}

static long number(const cc_transfer *transfer, CURLINFO info) {
  long number = 0;
  curl_easy_getinfo(transfer->easy, info, &number);
  return number;
}

long cc_status(const cc_transfer *transfer) { return number(transfer, CURLINFO_RESPONSE_CODE); }

int64_t cc_retry_after(const cc_transfer *transfer) {
  curl_off_t seconds = 0;
  curl_easy_getinfo(transfer->easy, CURLINFO_RETRY_AFTER, &seconds);
  return seconds;
}

int cc_system_error(const cc_transfer *transfer) { return (int)number(transfer, CURLINFO_OS_ERRNO); }

long cc_certificate_error(const cc_transfer *transfer) { return number(transfer, CURLINFO_SSL_VERIFYRESULT); }

const char *cc_redirect(const cc_transfer *transfer) {
  char *url = NULL;
  curl_easy_getinfo(transfer->easy, CURLINFO_REDIRECT_URL, &url);
  return url;
}

const char *cc_answer_field(const cc_transfer *transfer, const char *name) {
  struct curl_header *field;
  CURLHcode code = curl_easy_header(transfer->easy, name, 0, CURLH_HEADER, -1, &field);
  return code == CURLHE_OK ? field->value : NULL;
}

const void *cc_answer(const cc_transfer *transfer, size_t *length) {
  *length = transfer->answer_length;
  return transfer->answer;
}

bool cc_url_part(const char *url, CURLUPart which, char *part, size_t capacity) {
  CURLU *parts = curl_url();
  char *found = NULL;
  bool fits = parts && curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
              curl_url_get(parts, which, &found, 0) == CURLUE_OK && strlen(found) < capacity;
  if (fits) strcpy(part, found);
  curl_free(found);
  curl_url_cleanup(parts);
  return fits;
}
