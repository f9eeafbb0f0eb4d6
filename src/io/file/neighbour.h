// What was probably meant by the path of a file that is not there.
#ifndef WT_IO_FILE_NEIGHBOUR_H
#define WT_IO_FILE_NEIGHBOUR_H

#include "base/message.h"

// Say why a file cannot be opened, by `error`, an errno; of one that is not there also the nearest
// name in its folder, if one is near. Leaves errno at `error`.
void wt_neighbour_tell(const char *path, int error, wt_message *message);

#endif
