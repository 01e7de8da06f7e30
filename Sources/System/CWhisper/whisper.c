#include "CWhisper.h"

#include <stddef.h>

#if defined(__x86_64__)
#include <cpuid.h>
bool cwhisper_processor_suffices(void) {
    unsigned a, b, c, d;
    bool halves = __get_cpuid(1, &a, &b, &c, &d) && (c & (1u << 29));
    return halves && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
}
#else
bool cwhisper_processor_suffices(void) { return true; }
#endif

#if __has_include(<whisper.h>)
#include <dlfcn.h>
#include <stdlib.h>
#include <whisper.h>

#define FUNCTIONS(X) \
    X(whisper_log_set) X(whisper_version) X(whisper_context_default_params) X(whisper_init_from_file_with_params) \
    X(whisper_free) X(whisper_full_default_params) X(whisper_full) X(whisper_full_n_segments) \
    X(whisper_full_get_segment_t0) X(whisper_full_get_segment_t1) X(whisper_full_get_segment_text) \
    X(whisper_full_n_tokens) X(whisper_full_get_token_id) X(whisper_full_get_token_p) X(whisper_token_eot) \
    X(whisper_vad_default_context_params) X(whisper_vad_init_from_file_with_params) X(whisper_vad_free) \
    X(whisper_vad_detect_speech) X(whisper_vad_n_probs) X(whisper_vad_probs)

static struct {
#define MEMBER(name) __typeof__(name) *name;
    FUNCTIONS(MEMBER)
} library;

static bool is_open = false;

static void say_nothing(enum ggml_log_level level, const char *text, void *data) {
    (void)level;
    (void)text;
    (void)data;
}

static struct whisper_context *of_model(cwhisper_model *model) { return (struct whisper_context *)model; }
static struct whisper_vad_context *of_detector(cwhisper_detector *detector) { return (struct whisper_vad_context *)detector; }

bool cwhisper_was_built(void) { return true; }

const char *cwhisper_open_library(const char *path) {
    if (is_open) return NULL;
    // The library's threads wait for each other thousands of times a second, by default in a loop that burns the cores
    // which other work needs. Read once, when the library is opened; whoever set it otherwise is heard.
    setenv("OMP_WAIT_POLICY", "passive", 0);
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!handle) return dlerror();
#define RESOLVE(name) \
    library.name = (__typeof__(name) *)dlsym(handle, #name); \
    if (!library.name) return "the library lacks " #name;
    FUNCTIONS(RESOLVE)
    library.whisper_log_set(say_nothing, NULL);
    is_open = true;
    return NULL;
}

const char *cwhisper_version(void) { return is_open ? library.whisper_version() : ""; }

cwhisper_model *cwhisper_open_model(const char *path) {
    if (!is_open) return NULL;
    struct whisper_context_params parameters = library.whisper_context_default_params();
    parameters.use_gpu = false;
    return (cwhisper_model *)library.whisper_init_from_file_with_params(path, parameters);
}

void cwhisper_close_model(cwhisper_model *model) { library.whisper_free(of_model(model)); }

int32_t cwhisper_transcribe(cwhisper_model *model, cwhisper_settings settings, const float *samples, int32_t count) {
    struct whisper_full_params parameters = library.whisper_full_default_params(
        settings.beam > 1 ? WHISPER_SAMPLING_BEAM_SEARCH : WHISPER_SAMPLING_GREEDY);
    parameters.n_threads = settings.threads;
    parameters.print_progress = false;
    parameters.print_timestamps = false;
    parameters.no_context = true;
    parameters.suppress_nst = true;
    parameters.greedy.best_of = 1;
    parameters.beam_search.beam_size = settings.beam;
    parameters.language = settings.language;
    parameters.initial_prompt = settings.prompt;
    // The prompt would else bias the first 30 seconds only.
    parameters.carry_initial_prompt = settings.prompt != NULL;
    parameters.abort_callback = settings.abort;
    parameters.abort_callback_user_data = settings.abort_data;
    return library.whisper_full(of_model(model), parameters, samples, count);
}

int32_t cwhisper_segments(cwhisper_model *model) { return library.whisper_full_n_segments(of_model(model)); }

int64_t cwhisper_segment_start(cwhisper_model *model, int32_t segment) {
    return library.whisper_full_get_segment_t0(of_model(model), segment);
}

int64_t cwhisper_segment_end(cwhisper_model *model, int32_t segment) {
    return library.whisper_full_get_segment_t1(of_model(model), segment);
}

const char *cwhisper_segment_text(cwhisper_model *model, int32_t segment) {
    return library.whisper_full_get_segment_text(of_model(model), segment);
}

int32_t cwhisper_segment_tokens(cwhisper_model *model, int32_t segment) {
    return library.whisper_full_n_tokens(of_model(model), segment);
}

float cwhisper_token_probability(cwhisper_model *model, int32_t segment, int32_t token) {
    struct whisper_context *context = of_model(model);
    if (library.whisper_full_get_token_id(context, segment, token) >= library.whisper_token_eot(context)) return -1;
    return library.whisper_full_get_token_p(context, segment, token);
}

cwhisper_detector *cwhisper_open_detector(const char *path, int32_t threads) {
    if (!is_open) return NULL;
    struct whisper_vad_context_params parameters = library.whisper_vad_default_context_params();
    parameters.n_threads = threads;
    return (cwhisper_detector *)library.whisper_vad_init_from_file_with_params(path, parameters);
}

void cwhisper_close_detector(cwhisper_detector *detector) { library.whisper_vad_free(of_detector(detector)); }

int32_t cwhisper_detect(cwhisper_detector *detector, const float *samples, int32_t count, const float **probabilities) {
    struct whisper_vad_context *context = of_detector(detector);
    if (!library.whisper_vad_detect_speech(context, samples, count)) return -1;
    *probabilities = library.whisper_vad_probs(context);
    return library.whisper_vad_n_probs(context);
}

#else

bool cwhisper_was_built(void) { return false; }
const char *cwhisper_open_library(const char *path) {
    (void)path;
    return "built without the library's headers";
}
const char *cwhisper_version(void) { return ""; }
cwhisper_model *cwhisper_open_model(const char *path) {
    (void)path;
    return NULL;
}
// Without a model nothing below is ever called.
void cwhisper_close_model(cwhisper_model *model) { (void)model; }
int32_t cwhisper_transcribe(cwhisper_model *model, cwhisper_settings settings, const float *samples, int32_t count) {
    (void)model, (void)settings, (void)samples, (void)count;
    return -1;
}
int32_t cwhisper_segments(cwhisper_model *model) {
    (void)model;
    return 0;
}
int64_t cwhisper_segment_start(cwhisper_model *model, int32_t segment) {
    (void)model, (void)segment;
    return 0;
}
int64_t cwhisper_segment_end(cwhisper_model *model, int32_t segment) {
    (void)model, (void)segment;
    return 0;
}
const char *cwhisper_segment_text(cwhisper_model *model, int32_t segment) {
    (void)model, (void)segment;
    return "";
}
int32_t cwhisper_segment_tokens(cwhisper_model *model, int32_t segment) {
    (void)model, (void)segment;
    return 0;
}
float cwhisper_token_probability(cwhisper_model *model, int32_t segment, int32_t token) {
    (void)model, (void)segment, (void)token;
    return -1;
}
cwhisper_detector *cwhisper_open_detector(const char *path, int32_t threads) {
    (void)path, (void)threads;
    return NULL;
}
void cwhisper_close_detector(cwhisper_detector *detector) { (void)detector; }
int32_t cwhisper_detect(cwhisper_detector *detector, const float *samples, int32_t count, const float **probabilities) {
    (void)detector, (void)samples, (void)count, (void)probabilities;
    return -1;
}

#endif
