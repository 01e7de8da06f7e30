#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/channel_layout.h>
#include <libavutil/mem.h>

// Macros that Swift cannot import.
static const int32_t cav_end_of_file = AVERROR_EOF;
static const int32_t cav_try_again = AVERROR(EAGAIN);
static const int32_t cav_not_allowed = AVERROR(EPERM);
static const int32_t cav_whence_size = AVSEEK_SIZE;
