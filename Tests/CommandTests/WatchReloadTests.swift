import Foundation
import Testing

/// Sends SIGHUP to a `seep watch` that works.
@Suite struct WatchReloadTests {
    /// What the scripts have in common: a writer of numbered lines, and a bounded wait for a line of the watch's own.
    private static let tools = """
        write() { for i in $(seq "$1" "$2"); do echo "line $i mail=t$i@quillmoor-post.org ticket=QX-$((i + 10000))"; done >>app.log; }
        heard() { for i in $(seq 600); do [ "$(grep -c "$1" log)" -ge "$2" ] && return; sleep 0.1; done; }
        told() { for i in $(seq 600); do [ "$(grep -c "$1" told)" -ge "$2" ] && return; sleep 0.1; done; }
        ids() { grep seep.finding told | grep "$1" | grep -o '"id":"[0-9a-f]\\{32\\}"'; }
        touch told log

        """

    private static let ticketRule = """
        rules:
          - id: identity.ticket
            title: Ticket
            severity: low
            expression: 'QX-[0-9]{5}'
            literals: [QX-]
            examples: {match: [QX-12345, QX-54321], ignore: [QX-1, QX]}
        """

    @Test func `rules change under writing, and nothing is lost or told twice`() throws {
        let folder = try CommandTests.Folder()
        try folder.write(Self.ticketRule, to: "ticket.rules")
        try folder.write(
            "paths: [app.log]\nstate: state\nalerts: told\neach: true\nrules: rules\nrule: [contact.email]\n",
            to: "watch.yaml")
        let outcome = try folder.run(
            Self.tools + """
                mkdir rules
                $SEEP watch --config watch.yaml 2>log & seep=$!
                write 1 500; told contact.email 500
                write 501 900 & writer=$!
                cp ticket.rules rules/ticket.yaml; sed -i '/^rule:/d' watch.yaml; echo 'rule: [contact.email, identity.ticket]' >>watch.yaml
                kill -HUP $seep; heard 'loaded anew: 2 rules, 1 paths' 1
                wait $writer; write 901 1000; told contact.email 1000; write 1001 2000; told contact.email 2000
                kill -TERM $seep; wait $seep; echo "status $?"
                ids contact.email | wc -l; ids contact.email | sort -u | wc -l
                ids identity.ticket | grep -c . | awk '{ print ($1 >= 1000 && $1 <= 1710) }'
                grep -c identity.ticket.*QX-1 told
                """)
        #expect(outcome.output == "status 0\n2000\n2000\n1\n0\n", "\(outcome.errors)")
    }

    @Test func `bad settings or rules are told of, and those of before stay`() throws {
        let folder = try CommandTests.Folder()
        try folder.write(Self.ticketRule + "\n", to: "ticket.yaml")
        try folder.write(
            "paths: [app.log]\nstate: state\nalerts: told\neach: true\nrules: ticket.yaml\nrule: [identity.ticket]\n",
            to: "watch.yaml")
        let outcome = try folder.run(
            Self.tools + """
                $SEEP watch --config watch.yaml 2>log & seep=$!
                write 1 10; told identity.ticket 10
                cp watch.yaml good.yaml; echo 'rule: [x]' >>watch.yaml; kill -HUP $seep; heard stay 1
                write 11 20; told identity.ticket 20
                cp good.yaml watch.yaml; echo 'nonsense' >>ticket.yaml; kill -HUP $seep; heard stay 2
                write 21 30; told identity.ticket 30
                rm ticket.yaml; kill -HUP $seep; heard stay 3
                sed -i '/^rule/d' watch.yaml; echo 'window: -5' >>watch.yaml; kill -HUP $seep; heard stay 4
                write 31 40; told identity.ticket 40
                sed -i '/^window/d; s/each: true/each: false/; s/told/elsewhere/' watch.yaml; echo 'from-end: true' >>watch.yaml; kill -HUP $seep; heard 'loaded anew' 1
                write 41 50; told contact.email 1
                kill -TERM $seep; wait $seep; echo "status $?"
                ids identity.ticket | sort -u | wc -l; ids contact.email | wc -l; ls elsewhere
                """)
        #expect(outcome.output == "status 0\n40\n1\n", "\(outcome.errors)")
        let log = try String(contentsOf: folder.url.appendingPathComponent("log"), encoding: .utf8)
        let lines = log.split(separator: "\n")
        #expect(lines.count == 11, "\(log)")
        #expect(
            log.hasPrefix(
                "seep: watch.yaml:6: 'rule' stands there more than once\nseep: settings and rules stay"))
        #expect(log.contains("seep: ticket.yaml:9: not readable as YAML"))
        #expect(log.contains("seep: ticket.yaml: cannot be read"))
        #expect(log.contains("seep: watch.yaml:5: 'window': --window must be more than 0"))
        #expect(
            log.contains(
                "seep: 'alerts' takes effect at the next start\nseep: 'from-end' takes effect at the next start\nseep: loaded anew:"
            ))
    }

    @Test func `a pipe takes other rules, too`() throws {
        let folder = try CommandTests.Folder()
        try folder.write("paths: ['-']\nrule: [contact.email]\n", to: "watch.yaml")
        let outcome = try folder.run(
            Self.tools + """
                mkfifo pipe; $SEEP watch --config watch.yaml <pipe >told 2>log & seep=$!
                exec 3>pipe; echo 'mail=a@quillmoor-post.org password=Quill-7moor-x92' >&3; told contact.email 1
                echo 'paths: [app.log]' >watch.yaml; echo 'state: s' >>watch.yaml
                kill -HUP $seep; heard 'loaded anew' 1
                echo 'password=Quill-7moor-x92' >&3; told password-assignment 1
                exec 3>&-; wait $seep; echo "status $?"
                ids contact.email | wc -l; cat log | grep -c 'takes effect at the next start'
                """)
        #expect(outcome.output == "status 0\n1\n2\n", "\(outcome.errors)")
    }

    @Test func `every line of a log in JSON is JSON, also when a reload is refused`() throws {
        let folder = try CommandTests.Folder()
        try folder.write(Self.ticketRule + "\n", to: "ticket.yaml")
        try folder.write(
            "paths: [app.log]\nstate: state\nrules: ticket.yaml\nrule: [identity.ticket]\n", to: "watch.yaml")
        let outcome = try folder.run(
            Self.tools + """
                $SEEP watch --config watch.yaml --log-format json >told 2>log & seep=$!
                write 1 1; told seep.finding 1
                echo 'nonsense' >>ticket.yaml; kill -HUP $seep; heard stay 1
                sed -i '$d' ticket.yaml; echo 'skip-rule: [identity.none]' >>watch.yaml; kill -HUP $seep; heard stay 2
                kill -TERM $seep; wait $seep; echo "status $?"
                """)
        #expect(outcome.output == "status 0\n", "\(outcome.errors)")
        let log = try Data(contentsOf: folder.url.appendingPathComponent("log"))
        let messages = try log.split(separator: UInt8(ascii: "\n")).map {
            try #require(JSONSerialization.jsonObject(with: $0) as? [String: Any])["message"] as? String
        }
        let refusals = messages.compactMap(\.self).filter { $0.contains(".yaml:") || $0.contains("stay") }
        #expect(refusals.count == 4, "\(messages)")
        #expect(refusals.first?.hasPrefix("ticket.yaml:9: not readable as YAML") == true)
        #expect(refusals.dropFirst(2).first?.hasPrefix("watch.yaml:5: 'skip-rule': there is no rule") == true)
    }

    @Test func `settings whose file is named by the environment are read anew, wherever it stands`() throws {
        let outcome = try CommandTests.Folder().run(
            Self.tools + """
                mkdir -p in/log conf; printf '%s\\n' "paths: ['in/log/*.log']" 'state: state' >conf/watch.yaml
                echo 'x mail=one@quillmoor-post.org' >in/log/app.log
                SEEP_CONFIG=conf/watch.yaml $SEEP watch >told 2>log & seep=$!
                told contact.email 1; echo 'rule: [contact.phone]' >>conf/watch.yaml
                kill -HUP $seep; heard 'loaded anew: 1 rules, 1 paths' 1
                kill -TERM $seep; wait $seep; echo "status $?"; grep -c 'loaded anew: 1 rules' log
                """)
        #expect(outcome.output == "status 0\n1\n", "\(outcome.errors)")
    }

    @Test func `what a running watch may not read is told of, be it paths or a folder of rules`() throws {
        let folder = try CommandTests.Folder()
        try folder.write(Self.ticketRule, to: "ticket.rules")
        let outcome = try folder.run(
            Self.tools + """
                mkdir -p in/log conf far; mv ticket.rules far/ticket.yaml
                settings() { printf '%s\\n' 'state: state' 'alerts: /dev/stdout' "$@" >conf/watch.yaml; }
                settings "paths: ['in/log/*.log']"; echo 'x mail=one@quillmoor-post.org' >in/log/app.log
                $SEEP watch --config conf/watch.yaml >told 2>log & seep=$!
                told contact.email 1
                settings "paths: ['in/log/*.log']" 'rules: far'; kill -HUP $seep; heard stay 1
                settings "paths: ['in/log/*.log', '/dev/none/*.log']"; kill -HUP $seep; heard 'loaded anew' 1
                kill -TERM $seep; wait $seep; echo "status $?"; cat log
                """)
        if outcome.output.contains("the kernel has no Landlock") { return }
        #expect(
            outcome.output == """
                status 0
                seep: far can be read from the next start on
                seep: far: cannot be listed
                seep: settings and rules stay as they were
                seep: /dev/none/*.log can be read from the next start on
                seep: loaded anew: 357 rules, 2 paths

                """)
    }
}
