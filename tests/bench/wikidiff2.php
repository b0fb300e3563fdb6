<?php
// Times wikidiff2 from inside PHP. Each line read is two paths, parted by a tab, to load, or empty: run once.
$a = $b = '';
while (($line = fgets(STDIN)) !== false) {
    $line = rtrim($line, "\n");
    if ($line === '') {
        $start = hrtime(true);
        wikidiff2_do_diff($a, $b, 2);
        echo (hrtime(true) - $start) / 1e9, "\n";
    } else {
        [$a, $b] = array_map('file_get_contents', explode("\t", $line));
        echo "loaded\n";
    }
}
