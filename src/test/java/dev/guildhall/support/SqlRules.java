package dev.guildhall.support;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a statement must not contain, because its result or its meaning would change when a column is added to a table. */
public final class SqlRules {
    private static final Map<String, Pattern> RULES = Map.of(
            "selects every column",
            Pattern.compile("(?i)(\\b(select|returning|distinct|all)\\s+|,\\s*|\\w\\.\\s*)\\*"),
            "inserts into columns that it does not name",
            Pattern.compile(
                    "(?i)\\binsert\\s+into\\s+[\\w.\"]+(\\s+as\\s+\\w+)?\\s+(values|select|with|table|default|overriding)\\b"),
            "joins by the names that two tables share",
            Pattern.compile(
                    "(?i)\\bnatural\\s+(inner\\s+|left\\s+|right\\s+|full\\s+)?join\\b|\\bjoin\\s+[\\w.]+(\\s+(as\\s+)?\\w+)?\\s+using\\s*\\("),
            "compares, keeps or shows a whole row",
            Pattern.compile(
                    "(?i)%rowtype|\\b(row_to_json|to_jsonb?)\\s*\\(\\s*\\w+\\s*\\)|\\b(new|old)\\s*(=|<>|!=|is\\s+(not\\s+)?distinct)"),
            "reads a table without select",
            Pattern.compile("(?i)(^|[(;]|\\bas\\s)\\s*table\\s+\\w+\\s*($|[);])"));

    private SqlRules() {}

    /** The rules that a statement, or a part of one, breaks; empty if it breaks none. */
    public static List<String> violations(String sql) {
        return RULES.entrySet().stream()
                .filter(rule -> rule.getValue().matcher(sql).find())
                .map(rule -> rule.getKey() + ": " + sql)
                .toList();
    }
}
