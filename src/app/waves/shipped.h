// The waves that have names: those built in, and tables.
#ifndef WT_APP_WAVES_SHIPPED_H
#define WT_APP_WAVES_SHIPPED_H

#include "app/fault.h"

// Set the usage fault of a name that there is not, with the nearest that there is.
void wt_shipped_unknown(const char *name, wt_fault *fault);

#endif
