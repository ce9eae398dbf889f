/** Programs that make a shell ask `mlp completion SHELL -- …` for candidates; without any it offers files. */
export const scripts = {
  bash: `# completion of mlp in bash: eval "$(mlp completion bash)" in ~/.bashrc
_mlp() {
  local IFS=$'\\n'
  COMPREPLY=($(mlp completion bash -- "\${COMP_LINE:0:COMP_POINT}" 2> /dev/null))
  [[ \${COMPREPLY-} == *[=.] ]] && compopt -o nospace 2> /dev/null
  return 0
}
complete -o default -F _mlp mlp
`,
  zsh: `#compdef mlp
# completion of mlp in zsh: source <(mlp completion zsh) in ~/.zshrc, below compinit
_mlp() {
  local line text shown
  local -i width=0
  local -a lines whole wholeShown begun begunShown
  lines=("\${(@f)$(mlp completion zsh -- "\${(@Q)words[2,CURRENT]}" 2> /dev/null)}")
  for line in $lines; do
    text=\${line%%$'\\t'*}
    (( $#text > width )) && width=$#text
  done
  for line in $lines; do
    text=\${line%%$'\\t'*}
    shown=$text
    [[ $line == *$'\\t'* ]] && shown="\${(r:width:)text}  \${line#*$'\\t'}"
    (( COLUMNS > 2 && $#shown >= COLUMNS )) && shown="\${shown[1,COLUMNS-2]}…"
    if [[ $text == *[=.] ]]; then
      begun+=("$text")
      begunShown+=("$shown")
    else
      whole+=("$text")
      wholeShown+=("$shown")
    fi
  done
  if (( $#whole + $#begun == 0 )); then
    _files
    return
  fi
  (( $#begun )) && compadd -S '' -l -d begunShown -a begun
  (( $#whole )) && compadd -l -d wholeShown -a whole
  return 0
}
if [[ $funcstack[1] == _mlp ]]; then _mlp "$@"; else compdef _mlp mlp; fi
`,
  fish: `# completion of mlp in fish: mlp completion fish | source in ~/.config/fish/config.fish
function __mlp_candidates
    set -l words (commandline -opc)
    set -l last (commandline -ct)
    mlp completion fish -- $words[2..] "$last" 2> /dev/null
end
complete -c mlp -f -k -a '(__mlp_candidates)'
complete -c mlp -n 'test -z "$(__mlp_candidates)"' -F
`,
} as const;

export type Shell = keyof typeof scripts;
