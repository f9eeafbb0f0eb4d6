// Who may do what with a file that takes the place of another.
#ifndef WT_IO_FILE_RIGHTS_H
#define WT_IO_FILE_RIGHTS_H

#include <sys/stat.h>

// Give the new file `fd`, in the folder `directory`, the owner, permissions, access control list
// and other extended attributes of the file `name` there, whose stat is `old`. Where the system
// does not let us, the new file grants nobody more than the old one did.
void wt_rights_copy(int fd, int directory, const char *name, const struct stat *old);

#endif
