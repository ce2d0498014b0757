import Campaign
import Glibc

/// The token of the API: out of a file or the environment, never out of an option's own text.
enum Token {
  static func find(
    file: String?, environment: [String: String]
  ) throws(CampaignError) -> String {
    if let file { return try read(file) }
    if let folder = environment["CREDENTIALS_DIRECTORY"], !folder.isEmpty {
      let path = "\(folder)/fluents-token"
      // One that cannot be reached is not to be replaced in silence.
      if access(path, F_OK) == 0 || errno != ENOENT { return try read(path) }
    }
    guard let token = environment["FLUENTS_API_TOKEN"], !token.isEmpty else {
      throw CampaignError(
        .usage,
        "no token: put it into a file and name that with --token-file, or set FLUENTS_API_TOKEN")
    }
    return try checked(token, from: "FLUENTS_API_TOKEN")
  }

  private static func read(_ path: String) throws(CampaignError) -> String {
    let text = String(decoding: try TextFile.bytes(path, what: "token"), as: UTF8.self)
    // As some editors begin a file.
    return try checked(text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text, from: path)
  }

  /// Visible ASCII, as a header can carry it; white space around it is dropped.
  private static func checked(
    _ text: String, from place: String
  ) throws(CampaignError) -> String {
    let token = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
    guard !token.isEmpty, token.allSatisfy({ $0.isASCII && $0 > " " && $0 != "\u{7F}" }) else {
      throw CampaignError(.usage, "\(place) holds no token: expected one word of visible ASCII")
    }
    // As in files of variables, where a shell takes these away.
    guard !"\"'".contains(token.first ?? " "), !token.starts(with: "FLUENTS_API_TOKEN=") else {
      throw CampaignError(
        .usage,
        "\(place) holds more than the token: leave out what stands around it, name and quotes")
    }
    return String(token)
  }
}
