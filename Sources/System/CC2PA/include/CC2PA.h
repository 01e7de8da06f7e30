// Door to libc2pa (contentauth/c2pa-rs). The library is opened when it is first needed, so that the program builds and
// runs without it.
#ifndef STOREPROOF_CC2PA_H
#define STOREPROOF_CC2PA_H

#include <stddef.h>
#include <stdint.h>

// Opens the library; NULL or why not. Later calls do nothing. Not for two threads at once.
const char *cc2pa_open_library(const char *path);

const char *cc2pa_version(void);

// What the library finds wrong with its settings (JSON), or NULL; for cc2pa_free.
char *cc2pa_check_settings(const char *settings);

// Reads and validates the manifest in a file's bytes.
// format: a MIME type; settings: the library's own, JSON. The answer is the library's JSON report, or NULL and its
// complaint in *error; both belong to the caller, who gives them back to cc2pa_free.
char *cc2pa_read(const uint8_t *bytes, size_t count, const char *format, const char *settings, char **error);
void cc2pa_free(char *text);

#endif
