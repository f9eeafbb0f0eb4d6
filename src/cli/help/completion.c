// The choice among shells.
#include "cli/help/completion.h"

#include "cli/help/completion_parts.h"
#include "cli/terminal/report.h"

#include <stdlib.h>
#include <string.h>

bool wt_completion(const char *shell, wt_fault *fault) {
    static const struct {
        const char *name;
        void (*put)(FILE *out);
    } shells[] = {{"bash", wt_put_bash}, {"zsh", wt_put_zsh}, {"fish", wt_put_fish}};
    for (size_t i = 0; i < sizeof shells / sizeof *shells; ++i) {
        if (strcmp(shell, shells[i].name) == 0) {
            return wt_report_made(shells[i].put, fault);
        }
    }
    return wt_fault_text(fault, NULL, "--completion", shell, 0, "expected bash, zsh or fish");
}
