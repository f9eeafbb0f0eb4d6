// Headers of tar members.
#include "io/stream/ustar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Where the fields are: IEEE Std 1003.1, pax, ustar Interchange Format.
enum {
    NAME = 0,
    NAME_SIZE = 100,
    MODE = 100,
    UID = 108,
    GID = 116,
    SIZE = 124,
    TIME = 136,
    SUM = 148,
    TYPE = 156,
    MAGIC = 257,
    PREFIX = 345,
    PREFIX_SIZE = 155,
};

static const uint64_t most_bytes = ((uint64_t)1 << 33) - 1; // eleven octal digits

static bool put_name(uint8_t *out, const char *name) {
    const size_t n = strlen(name);
    const char *slash = name;
    if (n <= NAME_SIZE) {
        memcpy(out + NAME, name, n);
        return n > 0;
    }
    while ((slash = strchr(slash, '/')) && strlen(slash + 1) > NAME_SIZE) {
        ++slash;
    }
    if (!slash || slash == name || slash - name > PREFIX_SIZE || slash[1] == '\0') {
        return false;
    }
    memcpy(out + PREFIX, name, (size_t)(slash - name));
    memcpy(out + NAME, slash + 1, strlen(slash + 1));
    return true;
}

// The checksum field itself counts as blanks.
static unsigned sum_of(const uint8_t *block) {
    unsigned sum = 0;
    for (int i = 0; i < WT_USTAR_BLOCK; ++i) {
        sum += i >= SUM && i < SUM + 8 ? ' ' : block[i];
    }
    return sum;
}

bool wt_ustar_header(uint8_t out[WT_USTAR_BLOCK], const char *name, uint64_t size) {
    char number[24];
    memset(out, 0, WT_USTAR_BLOCK);
    if (size > most_bytes || !put_name(out, name)) {
        return false;
    }
    memcpy(out + MODE, "0000644", 8);
    memcpy(out + UID, "0000000", 8);
    memcpy(out + GID, "0000000", 8);
    snprintf(number, sizeof number, "%011llo", (unsigned long long)size);
    memcpy(out + SIZE, number, 12);
    memcpy(out + TIME, "00000000000", 12);
    out[TYPE] = '0';
    memcpy(out + MAGIC, "ustar\00000", 8);
    snprintf(number, sizeof number, "%06o", sum_of(out));
    memcpy(out + SUM, number, 7);
    out[SUM + 7] = ' ';
    return true;
}

bool wt_ustar_read(const uint8_t block[WT_USTAR_BLOCK], char name[WT_USTAR_NAME_SIZE],
                   uint64_t *size) {
    char number[12] = "";
    memcpy(number, block + SUM, 6);
    if (memcmp(block + MAGIC, "ustar", 6) != 0 || strtoul(number, NULL, 8) != sum_of(block)) {
        return false;
    }
    memcpy(number, block + SIZE, 11);
    number[11] = '\0';
    *size = strtoull(number, NULL, 8);
    snprintf(name, WT_USTAR_NAME_SIZE, "%.155s%s%.100s", (const char *)block + PREFIX,
             block[PREFIX] ? "/" : "", (const char *)block + NAME);
    return true;
}
