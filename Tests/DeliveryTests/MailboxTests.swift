import Ledger
import Testing

@testable import Delivery

@Suite("The mailbox of the desk")
struct MailboxTests {
  @Test("calls the desk once, until it was emptied")
  func schedule() {
    var mailbox = Mailbox()
    let calls = [mailbox.schedule(), mailbox.schedule()]
    #expect(calls == [true, false])
    _ = mailbox.empty()
    let isCalled = mailbox.schedule()
    #expect(isCalled)
  }

  @Test("gives out what was left in it, once")
  func empty() {
    var mailbox = Mailbox()
    let finding = Finding(entry: EntryID(rawValue: 1), state: .sent, at: 1)
    mailbox.findings.append(finding)
    let found = [mailbox.empty().findings, mailbox.empty().findings]
    #expect(found == [[finding], []])
  }
}
