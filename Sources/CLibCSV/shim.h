// libcsv 3, from Debian's libcsv-dev.
#include <csv.h>
