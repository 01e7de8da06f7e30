#include "CC2PA.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

// The package carries no header; these are the parts of its C interface that are used here (c2pa_c_ffi, c_api.rs and
// c2pa_stream.rs of version 0.9x).
typedef struct c2pa_object c2pa_object;
typedef intptr_t (*read_call)(void *context, uint8_t *data, intptr_t count);
typedef intptr_t (*seek_call)(void *context, intptr_t offset, int mode);
typedef intptr_t (*write_call)(void *context, const uint8_t *data, intptr_t count);
typedef intptr_t (*flush_call)(void *context);

static struct {
    char *(*version)(void);
    char *(*error)(void);
    int (*free)(void *);
    c2pa_object *(*settings_new)(void);
    int (*settings_update_from_string)(c2pa_object *settings, const char *text, const char *format);
    c2pa_object *(*context_builder_new)(void);
    int (*context_builder_set_settings)(c2pa_object *builder, c2pa_object *settings);
    c2pa_object *(*context_builder_build)(c2pa_object *builder);
    c2pa_object *(*reader_from_context)(c2pa_object *context);
    c2pa_object *(*reader_with_stream)(c2pa_object *reader, const char *format, c2pa_object *stream);
    char *(*reader_json)(c2pa_object *reader);
    c2pa_object *(*create_stream)(void *context, read_call, seek_call, write_call, flush_call);
    void (*release_stream)(c2pa_object *stream);
} library;

static bool is_open = false;

const char *cc2pa_open_library(const char *path) {
    if (is_open) return NULL;
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!handle) return dlerror();
#define RESOLVE(name) \
    *(void **)&library.name = dlsym(handle, "c2pa_" #name); \
    if (!library.name) return "the library lacks c2pa_" #name;
    RESOLVE(version)
    RESOLVE(error)
    RESOLVE(free)
    RESOLVE(settings_new)
    RESOLVE(settings_update_from_string)
    RESOLVE(context_builder_new)
    RESOLVE(context_builder_set_settings)
    RESOLVE(context_builder_build)
    RESOLVE(reader_from_context)
    RESOLVE(reader_with_stream)
    RESOLVE(reader_json)
    RESOLVE(create_stream)
    RESOLVE(release_stream)
    is_open = true;
    return NULL;
}

// The library's texts live in its own registry; the caller gets plain memory.
static char *taken(char *text) {
    if (!text) return NULL;
    char *copy = strdup(text);
    library.free(text);
    return copy;
}

const char *cc2pa_version(void) {
    static char text[128];
    if (!is_open) return "";
    char *version = taken(library.version());
    strncpy(text, version ? version : "", sizeof text - 1);
    free(version);
    return text;
}

void cc2pa_free(char *text) { free(text); }

// MARK: The file's bytes as a stream

struct source {
    const uint8_t *bytes;
    intptr_t count;
    intptr_t place;
};

static intptr_t read_source(void *context, uint8_t *data, intptr_t count) {
    struct source *source = context;
    intptr_t left = source->count - source->place;
    if (count > left) count = left;
    if (count <= 0) return 0;
    memcpy(data, source->bytes + source->place, (size_t)count);
    source->place += count;
    return count;
}

// mode: 0 from the start, 1 from here, 2 from the end.
static intptr_t seek_source(void *context, intptr_t offset, int mode) {
    struct source *source = context;
    intptr_t base = mode == 1 ? source->place : mode == 2 ? source->count : 0;
    intptr_t target;
    if (__builtin_add_overflow(base, offset, &target) || target < 0) return -1;
    // Beyond the end is allowed, as for files; reading there gives nothing.
    source->place = target > source->count ? source->count : target;
    return target;
}

static intptr_t refuse_write(void *context, const uint8_t *data, intptr_t count) {
    (void)context;
    (void)data;
    (void)count;
    return -1;
}

static intptr_t flush_nothing(void *context) {
    (void)context;
    return 0;
}

// MARK: Reading

static c2pa_object *make_context(const char *text) {
    c2pa_object *settings = library.settings_new();
    c2pa_object *builder = library.context_builder_new();
    c2pa_object *context = NULL;
    if (settings && builder && library.settings_update_from_string(settings, text, "json") == 0 &&
        library.context_builder_set_settings(builder, settings) == 0) {
        // Takes the builder whatever comes of it.
        context = library.context_builder_build(builder);
        builder = NULL;
    }
    if (settings) library.free(settings);
    if (builder) library.free(builder);
    return context;
}

char *cc2pa_check_settings(const char *settings) {
    if (!is_open) return NULL;
    c2pa_object *context = make_context(settings);
    if (!context) return taken(library.error());
    library.free(context);
    return NULL;
}

char *cc2pa_read(const uint8_t *bytes, size_t count, const char *format, const char *settings, char **error) {
    *error = NULL;
    if (!is_open || count > INTPTR_MAX) return NULL;
    struct source source = {bytes, (intptr_t)count, 0};
    char *report = NULL;
    c2pa_object *context = make_context(settings);
    c2pa_object *reader = context ? library.reader_from_context(context) : NULL;
    c2pa_object *stream =
        reader ? library.create_stream(&source, read_source, seek_source, refuse_write, flush_nothing) : NULL;
    if (stream) {
        // Takes the reader whatever comes of it.
        reader = library.reader_with_stream(reader, format, stream);
        if (reader) report = taken(library.reader_json(reader));
    }
    if (!report) *error = taken(library.error());
    if (reader) library.free(reader);
    if (stream) library.release_stream(stream);
    if (context) library.free(context);
    return report;
}
