// What a call can come back with: the face says it.
#ifndef WT_BASE_STATUS_H
#define WT_BASE_STATUS_H

#include "wavetable/status.h"

#endif
