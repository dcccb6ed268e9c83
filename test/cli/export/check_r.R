# Reads what `sweep export --csv` wrote with R, no option named, and holds the two files against each other.
# Rscript check_r.R FOLDER: folds.csv, predictions.csv in it. R 4.2.2 was tried; the tests run its sister for pandas alone.
folder <- commandArgs(trailingOnly = TRUE)[1]
folds <- read.csv(file.path(folder, "folds.csv"))
predictions <- read.csv(file.path(folder, "predictions.csv"))
stopifnot(sapply(folds[c("rank", "group", "fold", "accuracy", "logLoss")], is.numeric))
stopifnot(folds$take %in% c("true", "false")) # text to R, which takes TRUE and FALSE alone for logical
right <- aggregate(right ~ id + fold, transform(predictions, right = truth == predicted), mean)
both <- merge(folds[folds$state == "scored", ], right, by = c("id", "fold"))
stopifnot(nrow(both) == nrow(right), abs(both$accuracy - both$right) < 1e-12)
cat(nrow(folds), "folds,", nrow(predictions), "predictions\n")
