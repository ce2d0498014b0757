/* Counts the fields of a CSV file with libcsv, and does nothing else. */
#include <csv.h>
#include <stdio.h>
#include <stdlib.h>

static void on_field(void *text, size_t length, void *count) {
  (void)text, (void)length;
  ++*(size_t *)count;
}

int main(int argc, char **argv) {
  static char buffer[256 * 1024];
  struct csv_parser parser;
  size_t fields = 0, length;
  FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
  if (!file || csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) return EXIT_FAILURE;
  while ((length = fread(buffer, 1, sizeof buffer, file)) > 0)
    if (csv_parse(&parser, buffer, length, on_field, NULL, &fields) != length) return EXIT_FAILURE;
  if (csv_fini(&parser, on_field, NULL, &fields) != 0) return EXIT_FAILURE;
  csv_free(&parser);
  printf("%zu\n", fields);
  return EXIT_SUCCESS;
}
