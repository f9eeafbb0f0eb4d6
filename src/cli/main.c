// Placeholder until the command line stands.
int main(void) {
    return 0;
}
