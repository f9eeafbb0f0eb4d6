// The waves that have names: those built in, and tables.
#ifndef WT_APP_WAVES_SHIPPED_H
#define WT_APP_WAVES_SHIPPED_H

#include "app/fault.h"

// Set the usage fault of a name that there is not, with the nearest that there is.
void wt_shipped_unknown(const char *name, wt_fault *fault);

// Add to a fault how a comma in the name of a file is written, where `spec` has one that parts it:
// perhaps it was meant as part of a name.
void wt_wave_comma(const char *spec, wt_fault *fault);

#endif
