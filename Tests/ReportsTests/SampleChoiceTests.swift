import Testing

@testable import Reports

@Suite struct SampleChoiceTests {
  @Test func theExtremesAndThreeEvenlyAreChosenOnceEach() {
    var choice = SampleChoice(total: 100)
    for index in 0..<100 {
      let text =
        index == 7
        ? "Hi"
        : index == 50
          ? "жжж" + String(repeating: "a", count: 80)
          : index == 90 ? String(repeating: "a", count: 99) : "Hi \(index)"
      var row = sentRow(index + 2, message: text)
      row.segments = index == 50 ? 2 : 1
      choice.note(row)
    }
    #expect(choice.labelled.map(\.sample.row) == [9, 92, 52, 27, 77])
    #expect(choice.labelled[2].labels == ["Most expensive", "Chosen evenly, 2 of 3"])
  }

  /// As the words of a preview do.
  @Test func ofThoseThatCostTheSameTheLongestIsTheMostExpensive() {
    var choice = SampleChoice(total: 3)
    for (row, length) in [(2, 161), (3, 300), (4, 200)] {
      var report = sentRow(row, message: String(repeating: "a", count: length))
      report.segments = 2
      choice.note(report)
    }
    #expect(choice.dearest?.row == 3)
  }

  @Test func oneMessageIsEverything() {
    var choice = SampleChoice(total: 1)
    choice.note(sentRow())
    #expect(choice.labelled.count == 1 && choice.labelled[0].labels.count >= 3)
  }
}
