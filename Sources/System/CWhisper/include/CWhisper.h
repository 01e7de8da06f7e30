// Door to libwhisper. The library is opened when it is first needed, so that the program builds and runs without it.
// Every pointer that a function returns is NULL where the library or the file is not to be had.
#ifndef STOREPROOF_CWHISPER_H
#define STOREPROOF_CWHISPER_H

#include <stdbool.h>
#include <stdint.h>

typedef struct cwhisper_model cwhisper_model;
typedef struct cwhisper_detector cwhisper_detector;

typedef struct {
    int32_t threads;
    // 1 = greedy
    int32_t beam;
    const char *language;
    const char *prompt;
    // Called between computations; true ends the work.
    bool (*abort)(void *data);
    void *abort_data;
} cwhisper_settings;

// False where this program was built without the library's headers.
bool cwhisper_was_built(void);

// The library's code needs AVX2, FMA, F16C and BMI2 on x86-64; true on other processors.
bool cwhisper_processor_suffices(void);

// Opens the library; NULL or why not. Later calls do nothing.
const char *cwhisper_open_library(const char *path);

const char *cwhisper_version(void);

cwhisper_model *cwhisper_open_model(const char *path);
void cwhisper_close_model(cwhisper_model *model);

// Mono samples at 16 kHz. 0 = done; the segments stay with the model until the next call.
int32_t cwhisper_transcribe(cwhisper_model *model, cwhisper_settings settings, const float *samples, int32_t count);
int32_t cwhisper_segments(cwhisper_model *model);
// Hundredths of a second.
int64_t cwhisper_segment_start(cwhisper_model *model, int32_t segment);
int64_t cwhisper_segment_end(cwhisper_model *model, int32_t segment);
const char *cwhisper_segment_text(cwhisper_model *model, int32_t segment);
int32_t cwhisper_segment_tokens(cwhisper_model *model, int32_t segment);
// Negative for a token that is no text.
float cwhisper_token_probability(cwhisper_model *model, int32_t segment, int32_t token);

cwhisper_detector *cwhisper_open_detector(const char *path, int32_t threads);
void cwhisper_close_detector(cwhisper_detector *detector);
// Speech probability of every 512 samples, owned by the detector; the count, or -1.
int32_t cwhisper_detect(cwhisper_detector *detector, const float *samples, int32_t count, const float **probabilities);

#endif
