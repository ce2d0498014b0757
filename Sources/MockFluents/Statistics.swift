/// What a mock has seen and done since it was started.
package struct Statistics: Sendable, Equatable {
  /// Requests whose head has arrived. Bytes that are not HTTP are none.
  package internal(set) var requests = 0
  /// Answers by status, including those that a fault cut off after the status line.
  package internal(set) var answers: [Int: Int] = [:]
  /// Messages taken.
  package internal(set) var accepted = 0
  /// Faults by name, those of connections included.
  package internal(set) var faults: [String: Int] = [:]
  /// Requests read whole by their `to_number`, whatever became of them.
  package internal(set) var seen: [String: Int] = [:]
  /// Connections that were accepted, open or not.
  package internal(set) var connections = 0
  package internal(set) var openConnections = 0
  /// Requests between the arrival of their head and the last byte of their answer, or the end of
  /// their connection.
  package internal(set) var inFlight = 0
  /// The most there ever were at once. A client that gives up on a request and opens another
  /// connection may be counted twice for the moment in which the mock has not seen the first end.
  package internal(set) var maximumInFlight = 0
}
