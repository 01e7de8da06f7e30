#include <lcms2.h>

// The library's words for layouts of samples are macros of macros, which Swift does not see.
static const cmsUInt32Number ccolour_rgb = TYPE_RGB_8;
static const cmsUInt32Number ccolour_grey = TYPE_GRAY_8;
static const cmsUInt32Number ccolour_inks_inverted = TYPE_CMYK_8_REV;
