import Glibc

/// What the system calls an error of that number (`errno`): `No such file or directory`
package func systemWords(_ code: Int32) -> String {
  strerror(code).map { String(cString: $0) } ?? "error \(code)"
}
