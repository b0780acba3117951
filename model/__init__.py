"""The blueprint as data: elements, changes, rules, layout, analysis and the document file. No Qt."""
