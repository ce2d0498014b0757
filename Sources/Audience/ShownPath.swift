/// A path as people know it: `standard input` for `-`.
package func shownPath(_ path: String) -> String { path == "-" ? "standard input" : path }
