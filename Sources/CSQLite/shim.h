// What of SQLite takes a variable number of arguments, and so cannot be called from Swift.
#include <sqlite3.h>

// Whether closing the last connection to a file leaves its log as it is, or moves it into the file.
static inline int csqlite_keep_log(sqlite3 *connection, int keeps) {
  if (!connection) return SQLITE_MISUSE;
  return sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keeps, (int *)0);
}
