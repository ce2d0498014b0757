/// A figure with its name and what there is to say of it.
struct FactView {
  let name: String
  let value: String
  var details: [String] = []
}
