#ifndef CSODIUM_H
#define CSODIUM_H

// What wraptop needs of libsodium. Its functions import as they are; constants that are macros over functions get a plain function here.

#include <sodium.h>

#endif
